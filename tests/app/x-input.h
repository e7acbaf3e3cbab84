/* Keys and the pointer of an X server, as a person works them, by its XTest extension. */
#pragma once

#include <X11/XKBlib.h>
#include <X11/Xlib.h>
#include <X11/keysym.h>
#include <dlfcn.h>
#include <glib.h>

typedef struct {
  Display *display;
  int (*key) (Display *, unsigned, int, unsigned long);
  int (*button) (Display *, unsigned, int, unsigned long);
  int (*motion) (Display *, int, int, int, unsigned long);
} XInput;

/* FALSE where there is no X server or no XTest. */
static inline gboolean
x_input_init (XInput *input)
{
  void *library = dlopen ("libXtst.so.6", RTLD_NOW | RTLD_NODELETE);
  *input = (XInput){ .display = XOpenDisplay (NULL) };
  if (library == NULL || input->display == NULL)
    return FALSE;
  *(void **)&input->key = dlsym (library, "XTestFakeKeyEvent");
  *(void **)&input->button = dlsym (library, "XTestFakeButtonEvent");
  *(void **)&input->motion = dlsym (library, "XTestFakeMotionEvent");
  dlclose (library);
  return input->key != NULL && input->button != NULL && input->motion != NULL;
}

/* No window manager is there to do so: lets the window that came last have the keys, popups aside. FALSE as
 * long as there is none. */
static inline gboolean
x_input_focus (const XInput *input)
{
  Window root, parent, *windows = NULL, top = None;
  unsigned n = 0;
  XQueryTree (input->display, DefaultRootWindow (input->display), &root, &parent, &windows, &n);
  for (unsigned i = 0; i < n; i++) { /* from the lowest */
    XWindowAttributes attributes;
    if (XGetWindowAttributes (input->display, windows[i], &attributes) != 0
        && attributes.map_state == IsViewable && !attributes.override_redirect && attributes.width > 1)
      top = windows[i];
  }
  if (windows != NULL)
    XFree (windows);
  if (top != None)
    XSetInputFocus (input->display, top, RevertToPointerRoot, CurrentTime);
  XSync (input->display, False);
  return top != None;
}

/* A key with a modifier held, NoSymbol for none; with Shift where the key has the symbol only so. */
static inline void
x_input_press (const XInput *input, KeySym modifier, KeySym key)
{
  unsigned code = XKeysymToKeycode (input->display, key);
  unsigned shift = XkbKeycodeToKeysym (input->display, (KeyCode)code, 0, 0) == key
                       ? 0
                       : XKeysymToKeycode (input->display, XK_Shift_L);
  unsigned held[] = { modifier == NoSymbol ? 0 : XKeysymToKeycode (input->display, modifier), shift };
  for (gsize i = 0; i < G_N_ELEMENTS (held); i++)
    if (held[i] != 0)
      input->key (input->display, held[i], True, CurrentTime);
  input->key (input->display, code, True, CurrentTime);
  input->key (input->display, code, False, CurrentTime);
  for (gsize i = 0; i < G_N_ELEMENTS (held); i++)
    if (held[i] != 0)
      input->key (input->display, held[i], False, CurrentTime);
  XSync (input->display, False);
}

/* Latin letters: their keysyms are their characters. */
static inline void
x_input_type (const XInput *input, const char *text)
{
  for (; *text != '\0'; text++)
    x_input_press (input, NoSymbol, (KeySym)*text);
}

static inline void
x_input_move (const XInput *input, int x, int y)
{
  input->motion (input->display, -1, x, y, CurrentTime);
  XSync (input->display, False);
}

static inline void
x_input_hold (const XInput *input, unsigned button, gboolean down)
{
  input->button (input->display, button, down, CurrentTime);
  XSync (input->display, False);
}

/* A modifier, for what the pointer does meanwhile. */
static inline void
x_input_hold_key (const XInput *input, KeySym key, gboolean down)
{
  input->key (input->display, XKeysymToKeycode (input->display, key), down, CurrentTime);
  XSync (input->display, False);
}

/* Button 1, at a place of the screen. */
static inline void
x_input_click (const XInput *input, int x, int y)
{
  x_input_move (input, x, y);
  x_input_hold (input, 1, True);
  x_input_hold (input, 1, False);
}
