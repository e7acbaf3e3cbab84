/* The real program, started in a home of its own, worked by X's keys and pointer or by accessible actions,
 * and looked at through its accessible tree. */
#pragma once

#include "accessible.h"
#include "x-input.h"

#include <glib/gstdio.h>
#include <stdlib.h>

#define PROGRAM_TIMEOUT_SECONDS 30
#define PROGRAM_POLL_US 20000

typedef struct {
  XInput input;
  AccessibleProgram accessible;
  GSubprocess *process;
  char *home;         /* and its current folder */
  GPtrArray *objects; /* as last read */
} Program;

/* What to look for: role and name (a pattern of * and ?), a state that it must have (where `on`) or not have,
 * and what it must be within. */
typedef struct {
  const char *role, *name;
  guint state; /* 0: whichever */
  gboolean on;
  const char *within; /* a name; NULL: anywhere */
} Wanted;

static inline gboolean
program_is_within (const Accessible *object, const char *name)
{
  for (object = object->parent; object != NULL; object = object->parent)
    if (g_pattern_match_simple (name, object->name))
      return TRUE;
  return FALSE;
}

static inline gboolean
program_is_wanted (const Accessible *object, const Wanted *wanted)
{
  return g_str_equal (object->role, wanted->role) && g_pattern_match_simple (wanted->name, object->name)
         && accessible_is (object, ACCESSIBLE_VISIBLE)
         && (wanted->state == 0 || accessible_is (object, wanted->state) == wanted->on)
         && (wanted->within == NULL || program_is_within (object, wanted->within));
}

/* Reads the tree anew; what was found before is gone. */
static inline void
program_read (Program *program)
{
  g_clear_pointer (&program->objects, g_ptr_array_unref);
  program->objects = accessible_read (&program->accessible);
  g_assert_nonnull (program->objects); /* else the program has ended */
}

/* In the tree as it was last read; how many may be NULL. */
static inline const Accessible *
program_find (Program *program, const Wanted *wanted, guint *n)
{
  const Accessible *first = NULL;
  guint found = 0;
  for (guint i = 0; i < program->objects->len; i++)
    if (program_is_wanted (program->objects->pdata[i], wanted)) {
      first = first == NULL ? program->objects->pdata[i] : first;
      found++;
    }
  if (n != NULL)
    *n = found;
  return first;
}

typedef void (*ProgramFunc) (Program *program);

/* Waits until there are so many (G_MAXUINT: any), doing `meanwhile` (where not NULL) before each look: a key
 * may come before what takes it is laid out. */
static inline const Accessible *
program_await_n (Program *program, const Wanted *wanted, guint n, ProgramFunc meanwhile)
{
  gint64 end = g_get_monotonic_time () + PROGRAM_TIMEOUT_SECONDS * G_USEC_PER_SEC;
  for (;;) {
    guint found;
    if (meanwhile != NULL)
      meanwhile (program);
    program_read (program);
    const Accessible *first = program_find (program, wanted, &found);
    if (n == G_MAXUINT ? first != NULL : found == n)
      return first;
    if (g_get_monotonic_time () > end)
      g_error ("%u %s “%s” in the accessible tree, or not as it should be", found, wanted->role,
               wanted->name);
    g_usleep (PROGRAM_POLL_US);
  }
}

/* Waits until the first of those wanted has that name. */
static inline void
program_await_first (Program *program, const Wanted *wanted, const char *name)
{
  gint64 end = g_get_monotonic_time () + PROGRAM_TIMEOUT_SECONDS * G_USEC_PER_SEC;
  while (!g_str_equal (program_await_n (program, wanted, G_MAXUINT, NULL)->name, name)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (PROGRAM_POLL_US);
  }
}

static inline const Accessible *
program_await_state (Program *program, const char *role, const char *name, guint state, gboolean on)
{
  const Wanted wanted = { role, name, state, on, NULL };
  return program_await_n (program, &wanted, G_MAXUINT, NULL);
}

static inline const Accessible *
program_await (Program *program, const char *role, const char *name)
{
  return program_await_state (program, role, name, 0, FALSE);
}

static inline void
program_await_gone (Program *program, const char *role, const char *name)
{
  const Wanted wanted = { role, name, 0, FALSE, NULL };
  program_await_n (program, &wanted, 0, NULL);
}

static inline void
program_await_tab (Program *program, const char *name)
{
  program_await_state (program, "tab", name, ACCESSIBLE_SELECTED, TRUE);
}

/* The epoch that is shown, of "12 / 200": of a slider that is none of its own GTK 4.8 tells no value. */
static inline double
program_epoch (Program *program)
{
  const Accessible *n_epochs = program_await (program, "label", "/ *");
  const Accessible *epoch = n_epochs->parent->children->pdata[n_epochs->place - 1];
  return g_ascii_strtod (epoch->name, NULL);
}

/* Waits until another epoch than that is shown; gives it. */
static inline double
program_await_epoch_other (Program *program, double before)
{
  gint64 end = g_get_monotonic_time () + PROGRAM_TIMEOUT_SECONDS * G_USEC_PER_SEC;
  for (;;) {
    double epoch = program_epoch (program);
    if (epoch != before)
      return epoch;
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (PROGRAM_POLL_US);
  }
}

/* Waits until a file of that name, in the current folder, begins so. */
static inline void
program_await_file (Program *program, const char *name, const char *begin)
{
  gint64 end = g_get_monotonic_time () + PROGRAM_TIMEOUT_SECONDS * G_USEC_PER_SEC;
  g_autofree char *path = g_build_filename (program->home, name, NULL);
  for (;;) {
    g_autofree char *contents = NULL;
    if (g_file_get_contents (path, &contents, NULL, NULL) && g_str_has_prefix (contents, begin))
      return;
    if (g_get_monotonic_time () > end)
      g_error ("there is no file “%s”, or it does not begin with “%s”", name, begin);
    g_usleep (PROGRAM_POLL_US);
  }
}

static inline void
program_press (Program *program, KeySym modifier, KeySym key)
{
  x_input_press (&program->input, modifier, key);
}

/* The keys go to the window that came last. */
static inline void
program_focus (Program *program)
{
  gint64 end = g_get_monotonic_time () + PROGRAM_TIMEOUT_SECONDS * G_USEC_PER_SEC;
  while (!x_input_focus (&program->input)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (PROGRAM_POLL_US);
  }
}

/* What a screen reader's user does with a control. */
static inline void
program_act_on (Program *program, const Accessible *control)
{
  g_autoptr (GVariant) done
      = accessible_call (&program->accessible, control->path, "Action", "DoAction", g_variant_new ("(i)", 0));
  gboolean is_done = FALSE;
  if (done != NULL)
    g_variant_get (done, "(b)", &is_done);
  if (!is_done)
    g_error ("the %s “%s” does nothing", control->role, control->name);
}

static inline void
program_act (Program *program, const char *role, const char *name)
{
  program_act_on (program, program_await_state (program, role, name, ACCESSIBLE_SENSITIVE, TRUE));
}

/* Where it is, in the window: without a window manager the window is at the screen's corner. */
static inline void
program_extents (Program *program, const Accessible *object, int *x, int *y, int *width, int *height)
{
  g_autoptr (GVariant) extents = accessible_call (&program->accessible, object->path, "Component",
                                                  "GetExtents", g_variant_new ("(u)", 1));
  g_assert_nonnull (extents);
  g_variant_get (extents, "((iiii))", x, y, width, height);
}

/* A run of a second. */
#define PROGRAM_SMALL_REGIME                                                                                 \
  "[regime]\nname=Small\n[data]\nsource=digits\ntrain=300\ntest=100\n"                                       \
  "[network]\nhidden=16\nfeature=12\n[run]\nepochs=10\n"

/* With a regime (a file's text) or, where that is NULL, on its start page; at full speed, or at 10 epochs a
 * second, so that a preset can be paused before it ends. */
static inline void
program_start_at (Program *program, const char *regime, gboolean full_speed)
{
  static const char *const homes[] = { "HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR" };
  gint64 end = g_get_monotonic_time () + PROGRAM_TIMEOUT_SECONDS * G_USEC_PER_SEC;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = accessible_bus ();
  *program = (Program){ .home = g_dir_make_tmp ("collapsar-XXXXXX", NULL) };
  g_assert_nonnull (bus);
  g_assert_true (x_input_init (&program->input));
  for (gsize i = 0; i < G_N_ELEMENTS (homes); i++)
    g_subprocess_launcher_setenv (launcher, homes[i], program->home, TRUE);
  g_subprocess_launcher_set_cwd (launcher, program->home);
  g_subprocess_launcher_setenv (launcher, "GTK_A11Y", "atspi", TRUE);
  g_subprocess_launcher_unsetenv (launcher, "NO_AT_BRIDGE");
  g_autofree char *file = g_build_filename (program->home, "small.regime", NULL);
  g_file_set_contents (file, regime == NULL ? "" : regime, -1, &error);
  g_assert_no_error (error);
  program->process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("COLLAPSAR_PROGRAM"),
                                                  regime == NULL ? "--view=start" : file,
                                                  full_speed ? "--full-speed" : NULL, NULL);
  g_assert_no_error (error);
  while (!accessible_find_program (bus, "collapsar", &program->accessible)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (PROGRAM_POLL_US);
  }
  program_focus (program);
}

static inline void
program_start (Program *program, const char *regime)
{
  program_start_at (program, regime, TRUE);
}

static inline void
program_stop (Program *program)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", program->home);
  g_subprocess_force_exit (program->process);
  g_subprocess_wait (program->process, NULL, NULL);
  g_assert_cmpint (system (command), ==, 0);
  g_clear_object (&program->process);
  g_clear_object (&program->accessible.bus);
  g_clear_pointer (&program->objects, g_ptr_array_unref);
  g_free (program->accessible.name);
  g_free (program->home);
  XCloseDisplay (program->input.display);
}

/* Whether there is all that such a test needs; else says so: return 77 from main then. */
static inline gboolean
program_may_start (void)
{
  XInput input;
  g_autoptr (GDBusConnection) bus = NULL;
  if (!x_input_init (&input)) {
    g_print ("there is no X server, or it has no XTest\n");
    return FALSE;
  }
  XCloseDisplay (input.display);
  bus = accessible_bus ();
  if (bus == NULL)
    g_print ("there is no message bus with accessibility (dbus-run-session, at-spi2-core)\n");
  return bus != NULL;
}
