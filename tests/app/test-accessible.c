/* The real program as one meets it who cannot see it: whatever takes the focus or can be acted on has a name,
 * and a whole preset is trained by what an assistive technology can do alone. */
#include "program.h"

/* GTK gives what has no name that of its class. */
static gboolean
is_named (const Accessible *object)
{
  return *object->name != '\0' && !g_str_has_prefix (object->name, "Gtk")
         && !g_str_has_prefix (object->name, "Adw") && !g_str_has_prefix (object->name, "Collapsar");
}

static gboolean
has_child (const Accessible *object, const char *role)
{
  for (guint i = 0; i < object->children->len; i++)
    if (g_str_equal (((const Accessible *)object->children->pdata[i])->role, role))
      return TRUE;
  return FALSE;
}

static gboolean
is_within_role (const Accessible *object, const char *role)
{
  for (object = object->parent; object != NULL; object = object->parent)
    if (g_str_equal (object->role, role) && is_named (object))
      return TRUE;
  return FALSE;
}

/* What GTK 4.8 and libadwaita 1.2 make themselves and let nobody name. */
static gboolean
is_of_gtk (const Accessible *object)
{
  /* A scrolled window takes the focus only where nothing in it does. */
  if (has_child (object, "scroll bar"))
    return TRUE;
  /* The rows of a drop-down list: made by its own factory, spoken of by the labels in them. */
  if (is_within_role (object, "combo box") && !g_str_equal (object->role, "button"))
    return TRUE;
  /* The button that closes a toast. */
  if (g_str_has_prefix (object->parent->name, "AdwToast"))
    return TRUE;
  /* A label that has no text is not seen. */
  return g_str_equal (object->role, "label");
}

static char *
describe_place (const Accessible *object)
{
  g_autoptr (GString) place = g_string_new (NULL);
  for (object = object->parent; object != NULL; object = object->parent)
    if (is_named (object))
      g_string_append_printf (place, " in %s “%s”", object->role, object->name);
  return g_string_free (g_steal_pointer (&place), FALSE);
}

/* Of all that the program has now. */
static void
assert_named (Program *program)
{
  guint n = 0;
  program_read (program);
  for (guint i = 0; i < program->objects->len; i++) {
    const Accessible *object = program->objects->pdata[i];
    if (object->parent == NULL || !accessible_is (object, ACCESSIBLE_VISIBLE)
        || !accessible_is (object, ACCESSIBLE_FOCUSABLE) || is_named (object) || is_of_gtk (object))
      continue;
    g_autofree char *place = describe_place (object);
    g_print ("a %s that takes the focus has no name (“%s”, “%s”)%s\n", object->role, object->name,
             object->description, place);
    n++;
  }
  g_assert_cmpuint (n, ==, 0);
}

static void
start_trained (Program *program)
{
  program_start (program, PROGRAM_SMALL_REGIME);
  program_await (program, "image", "finished");
}

static void
test_names (void)
{
  static const struct {
    KeySym key;
    const char *tab;
  } views[] = { { XK_1, "Geometry" }, { XK_2, "Curves" },   { XK_3, "Layers" },
                { XK_4, "Findings" }, { XK_5, "Transfer" }, { XK_6, "Runs" } };
  Program program;
  start_trained (&program);
  program_press (&program, NoSymbol, XK_F9); /* the settings */
  for (gsize i = 0; i < G_N_ELEMENTS (views); i++) {
    program_press (&program, XK_Control_L, views[i].key);
    program_await_tab (&program, views[i].tab);
    assert_named (&program);
  }
  program_stop (&program);
}

/* Menus and popovers, which are made when they are opened. */
static void
test_popovers (void)
{
  static const struct {
    const char *button, *role, *name;
  } popovers[] = {
    { "Main menu", "menu item", "Keyboard Shortcuts" },
    { "More ways to train", "menu item", "*" },
    { "Run menu", "menu item", "*" },
    { "Add Run", "menu item", "*" },
    { "Columns", "check box", "*" },
    { "Sort By", "menu item", "Largest First" },
    { "Copy or export the table", "menu item", "Copy Rows" },
  };
  Program program;
  start_trained (&program);
  program_press (&program, XK_Control_L, XK_6);
  program_await_tab (&program, "Runs");
  for (gsize i = 0; i < G_N_ELEMENTS (popovers); i++) {
    const Wanted wanted = { "button", popovers[i].button, ACCESSIBLE_FOCUSABLE, TRUE, NULL };
    program_act_on (&program, program_await_n (&program, &wanted, G_MAXUINT, NULL));
    program_await (&program, popovers[i].role, popovers[i].name);
    assert_named (&program);
    program_press (&program, NoSymbol, XK_Escape);
  }
  program_stop (&program);
}

/* The window of shortcuts is GTK's own, all of it: nothing in it is ours to name. */
static void
test_windows (void)
{
  Program program;
  start_trained (&program);
  program_press (&program, XK_Control_L, XK_d);
  program_await (&program, "list item", "9");
  assert_named (&program);
  program_focus (&program);
  program_press (&program, NoSymbol, XK_Escape);
  program_await_gone (&program, "window", "Data Set");
  program_focus (&program);
  program_press (&program, XK_Alt_L, XK_Home);
  program_await_state (&program, "cell", "Watch collapse happen", ACCESSIBLE_FOCUSED, TRUE);
  assert_named (&program);
  program_stop (&program);
}

/* Trained from the start page to its end, looked at and taken away, by DoAction alone. */
static void
test_actions (void)
{
  static const char *const views[] = { "Curves", "Findings", "Runs", "Geometry" };
  Program program;
  program_start_at (&program, NULL, FALSE);
  program_act (&program, "cell", "Watch collapse happen");
  program_act (&program, "button", "Pause");
  program_await (&program, "button", "Train");
  double epoch = program_epoch (&program);
  program_act (&program, "button", "Step one epoch");
  program_await_epoch_other (&program, epoch);
  for (guint i = 0; i < 3; i++)
    program_press (&program, NoSymbol, XK_bracketright); /* as fast as can be */
  program_act (&program, "button", "Train");
  program_await (&program, "image", "finished");
  for (gsize i = 0; i < G_N_ELEMENTS (views); i++) {
    program_act (&program, "tab", views[i]);
    program_await_tab (&program, views[i]);
  }
  program_act (&program, "tab", "Curves");
  program_await_tab (&program, "Curves");
  program_act (&program, "button", "Export figure");
  program_await (&program, "button", "*Export…");
  assert_named (&program);
  program_act (&program, "button", "*Export…");
  program_act (&program, "button", "*Save"); /* in GTK's own chooser */
  program_await_file (&program, "watch-collapse-happen-curves.pdf", "%PDF");
  program_act (&program, "button", "Train again");
  program_await (&program, "label", "2 runs");
  program_stop (&program);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!program_may_start ())
    return 77; /* skipped */
  g_test_add_func ("/accessible/names", test_names);
  g_test_add_func ("/accessible/popovers", test_popovers);
  g_test_add_func ("/accessible/windows", test_windows);
  g_test_add_func ("/accessible/actions", test_actions);
  return g_test_run ();
}
