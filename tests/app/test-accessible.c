/* The real program as one meets it who cannot see it or has no pointer: every control has a name, a preset is
 * trained by keys alone, and by what an assistive technology can do alone. What the program does is read from
 * the accessible tree. */
#include "accessible.h"
#include "x-input.h"

#include <glib/gstdio.h>
#include <stdlib.h>

#define TIMEOUT_SECONDS 20
#define POLL_US 20000

typedef struct {
  XInput input;
  GDBusConnection *bus;
  GSubprocess *process;
  Accessible *root;
  char *home;
} Program;

static const char *const controls[]
    = { "button",      "toggle button", "check box", "radio button", "text box",  "search box", "combo box",
        "spin button", "slider",        "switch",    "tab",          "menu item", "link",       NULL };

/* GTK gives what has no name that of its class. */
static gboolean
is_named (const Accessible *accessible)
{
  return *accessible->name != '\0' && !g_str_has_prefix (accessible->name, "Gtk")
         && !g_str_has_prefix (accessible->name, "Adw") && !g_str_has_prefix (accessible->name, "Collapsar");
}

/* What to look for: role and name, and a state that it must have (where `on`) or not have. */
typedef struct {
  const char *role, *name;
  guint state;
  gboolean on;
} Wanted;

static gboolean
is_not_wanted (const Accessible *accessible, guint depth, gpointer data)
{
  const Wanted *wanted = data;
  return g_strcmp0 (accessible->role, wanted->role) != 0 || !g_str_equal (accessible->name, wanted->name)
         || (wanted->state != 0 && accessible_is (accessible, wanted->state) != wanted->on);
}

/* Waits until it is there, doing `meanwhile` (where not NULL) before each look: a key may come before what
 * takes it is laid out. */
static Accessible *
await_doing (Program *program, const Wanted *wanted, void (*meanwhile) (Program *program))
{
  gint64 end = g_get_monotonic_time () + TIMEOUT_SECONDS * G_USEC_PER_SEC;
  for (;;) {
    if (meanwhile != NULL)
      meanwhile (program);
    Accessible *found = accessible_walk (program->bus, program->root, 0, is_not_wanted, (gpointer)wanted);
    if (found != NULL)
      return found;
    if (g_get_monotonic_time () > end)
      g_error ("there is no %s “%s” in the accessible tree, or it is not as it should be", wanted->role,
               wanted->name);
    g_usleep (POLL_US);
  }
}

static Accessible *
await_state (Program *program, const char *role, const char *name, guint state, gboolean on)
{
  const Wanted wanted = { role, name, state, on };
  return await_doing (program, &wanted, NULL);
}

static void
await (Program *program, const char *role, const char *name)
{
  accessible_free (await_state (program, role, name, 0, FALSE));
}

static void
await_tab (Program *program, const char *name)
{
  accessible_free (await_state (program, "tab", name, ACCESSIBLE_SELECTED, TRUE));
}

/* In a home of its own. */
static void
program_start (Program *program)
{
  static const char *const homes[] = { "HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR" };
  gint64 end = g_get_monotonic_time () + TIMEOUT_SECONDS * G_USEC_PER_SEC;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GError) error = NULL;
  *program = (Program){ .home = g_dir_make_tmp ("collapsar-XXXXXX", NULL), .bus = accessible_bus () };
  g_assert_nonnull (program->bus);
  g_assert_true (x_input_init (&program->input));
  for (gsize i = 0; i < G_N_ELEMENTS (homes); i++)
    g_subprocess_launcher_setenv (launcher, homes[i], program->home, TRUE);
  g_subprocess_launcher_setenv (launcher, "GTK_A11Y", "atspi", TRUE);
  g_subprocess_launcher_unsetenv (launcher, "NO_AT_BRIDGE");
  program->process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("COLLAPSAR_PROGRAM"),
                                                  "watch-collapse", NULL);
  g_assert_no_error (error);
  while ((program->root = accessible_program (program->bus, "collapsar")) == NULL
         || !x_input_focus (&program->input)) {
    g_clear_pointer (&program->root, accessible_free);
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (POLL_US);
  }
  await (program, "button", "Pause"); /* it trains */
}

static void
program_stop (Program *program)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", program->home);
  g_subprocess_force_exit (program->process);
  g_subprocess_wait (program->process, NULL, NULL);
  g_assert_cmpint (system (command), ==, 0);
  g_clear_object (&program->process);
  g_clear_object (&program->bus);
  accessible_free (program->root);
  g_free (program->home);
  XCloseDisplay (program->input.display);
}

/* Names those that have none; what is inside a named combo box is GTK's and spoken of as it. */
static guint
count_unnamed (Program *program, const Accessible *of)
{
  g_autoptr (GPtrArray) children = accessible_children (program->bus, of);
  guint n = 0;
  for (guint i = 0; i < children->len; i++) {
    const Accessible *child = children->pdata[i];
    gboolean control = child->role != NULL && g_strv_contains (controls, child->role);
    if (!accessible_is (child, ACCESSIBLE_VISIBLE))
      continue;
    if (control && accessible_is (child, ACCESSIBLE_FOCUSABLE) && !is_named (child)) {
      g_test_message ("a %s has no name (“%s”) within “%s”", child->role, child->name, of->name);
      n++;
    }
    if (!accessible_is_leaf (child) && (g_strcmp0 (child->role, "combo box") != 0 || !is_named (child)))
      n += count_unnamed (program, child);
  }
  return n;
}

static void
test_names (void)
{
  static const struct {
    KeySym key;
    const char *tab;
  } views[] = { { XK_1, "Geometry" }, { XK_2, "Curves" }, { XK_3, "Runs" } };
  Program program;
  program_start (&program);
  for (gsize i = 0; i < G_N_ELEMENTS (views); i++) {
    x_input_press (&program.input, XK_Control_L, views[i].key);
    await_tab (&program, views[i].tab);
    g_assert_cmpuint (count_unnamed (&program, program.root), ==, 0);
  }
  program_stop (&program);
}

static void
select_two (Program *program)
{
  x_input_press (&program->input, NoSymbol, XK_Home);
  x_input_press (&program->input, XK_Shift_L, XK_Down);
}

static void
test_keys (void)
{
  static const Wanted comparable = { "button", "Compare Settings", ACCESSIBLE_SENSITIVE, TRUE };
  Program program;
  program_start (&program);
  x_input_press (&program.input, NoSymbol, XK_space);
  await (&program, "button", "Train");
  x_input_press (&program.input, NoSymbol, XK_space);
  await (&program, "button", "Pause");
  x_input_press (&program.input, XK_Control_L, XK_2);
  await_tab (&program, "Curves");
  x_input_press (&program.input, NoSymbol, XK_s); /* two more seeds */
  x_input_press (&program.input, XK_Control_L, XK_3);
  await_tab (&program, "Runs");
  await (&program, "label", "3 runs");
  x_input_press (&program.input, XK_Control_L, XK_f);
  for (const char *key = "seed=2"; *key != '\0'; key++)
    x_input_press (&program.input, NoSymbol, (KeySym)*key); /* Latin-1 keysyms are their characters */
  await (&program, "label", "1 of 3 runs");
  x_input_press (&program.input, NoSymbol, XK_Escape);
  await (&program, "label", "3 runs");
  accessible_free (await_doing (&program, &comparable, select_two)); /* Escape leaves the keys to the table */
  x_input_press (&program.input, NoSymbol, XK_c);
  await (&program, "window", "Compare Settings");
  program_stop (&program);
}

/* What a screen reader's user does with a control. */
static void
act (Program *program, const char *role, const char *name)
{
  g_autoptr (Accessible) control = await_state (program, role, name, ACCESSIBLE_SENSITIVE, TRUE);
  g_autoptr (GVariant) done = accessible_call (program->bus, control, "org.a11y.atspi.Action", "DoAction",
                                               g_variant_new ("(i)", 0));
  gboolean is_done = FALSE;
  g_assert_nonnull (done);
  g_variant_get (done, "(b)", &is_done);
  g_assert_true (is_done);
}

static void
test_actions (void)
{
  Program program;
  program_start (&program);
  act (&program, "button", "Pause");
  await (&program, "button", "Train");
  act (&program, "button", "Train");
  await (&program, "button", "Pause");
  act (&program, "tab", "Curves");
  await_tab (&program, "Curves");
  act (&program, "tab", "Runs");
  await_tab (&program, "Runs");
  act (&program, "button", "Train again");
  await (&program, "label", "2 runs");
  act (&program, "tab", "Curves");
  await_tab (&program, "Curves");
  act (&program, "button", "Export figure");
  await (&program, "widget", "Export Figure"); /* GTK gives its own chooser no role */
  program_stop (&program);
}

/* The middle of a control, by its place in the window: without a window manager the window is at its corner.
 */
static void
click (Program *program, const char *role, const char *name)
{
  g_autoptr (Accessible) control = await_state (program, role, name, 0, FALSE);
  g_autoptr (GVariant) extents = accessible_call (program->bus, control, "org.a11y.atspi.Component",
                                                  "GetExtents", g_variant_new ("(u)", 1));
  int x, y, width, height;
  g_assert_nonnull (extents);
  g_variant_get (extents, "((iiii))", &x, &y, &width, &height);
  x_input_click (&program->input, x + width / 2, y + height / 2);
}

static void
test_pointer (void)
{
  Program program;
  program_start (&program);
  click (&program, "tab", "Curves");
  await_tab (&program, "Curves");
  click (&program, "button", "Pause");
  await (&program, "button", "Train");
  click (&program, "button", "Visible");
  accessible_free (await_state (&program, "button", "Visible", ACCESSIBLE_PRESSED, FALSE));
  click (&program, "button", "Visible");
  accessible_free (await_state (&program, "button", "Visible", ACCESSIBLE_PRESSED, TRUE));
  program_stop (&program);
}

int
main (int argc, char **argv)
{
  XInput input;
  g_test_init (&argc, &argv, NULL);
  if (!x_input_init (&input)) {
    g_print ("there is no X server, or it has no XTest\n");
    return 77; /* skipped */
  }
  XCloseDisplay (input.display);
  g_test_add_func ("/accessible/names", test_names);
  g_test_add_func ("/accessible/keys", test_keys);
  g_test_add_func ("/accessible/actions", test_actions);
  g_test_add_func ("/accessible/pointer", test_pointer);
  return g_test_run ();
}
