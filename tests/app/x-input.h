/* Keys and the pointer of an X server, as a person works them, by its XTest extension. */
#pragma once

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

/* No window manager is there to do so: lets the largest window that is seen have the keys. FALSE as long as
 * there is none. */
static inline gboolean
x_input_focus (const XInput *input)
{
  Window root, parent, *windows = NULL, largest = None;
  unsigned n = 0;
  int area = 0;
  XQueryTree (input->display, DefaultRootWindow (input->display), &root, &parent, &windows, &n);
  for (unsigned i = 0; i < n; i++) {
    XWindowAttributes attributes;
    if (XGetWindowAttributes (input->display, windows[i], &attributes) != 0
        && attributes.map_state == IsViewable && attributes.width * attributes.height > area) {
      area = attributes.width * attributes.height;
      largest = windows[i];
    }
  }
  if (windows != NULL)
    XFree (windows);
  if (largest != None && area > 1)
    XSetInputFocus (input->display, largest, RevertToPointerRoot, CurrentTime);
  XSync (input->display, False);
  return area > 1;
}

/* A key with a modifier held, NoSymbol for none. */
static inline void
x_input_press (const XInput *input, KeySym modifier, KeySym key)
{
  unsigned held = modifier == NoSymbol ? 0 : XKeysymToKeycode (input->display, modifier);
  unsigned code = XKeysymToKeycode (input->display, key);
  if (held != 0)
    input->key (input->display, held, True, CurrentTime);
  input->key (input->display, code, True, CurrentTime);
  input->key (input->display, code, False, CurrentTime);
  if (held != 0)
    input->key (input->display, held, False, CurrentTime);
  XSync (input->display, False);
}

/* At a place of the screen. */
static inline void
x_input_click (const XInput *input, int x, int y)
{
  input->motion (input->display, -1, x, y, CurrentTime);
  input->button (input->display, 1, True, CurrentTime);
  input->button (input->display, 1, False, CurrentTime);
  XSync (input->display, False);
}
