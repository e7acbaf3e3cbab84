/* The real program by the keyboard alone: a whole preset from the start page to a figure in a file. What it
 * does is read from the accessible tree. */
#include "program.h"

/* Without a key the focus is on the card of the preset to begin with, there and in a new window. */
static void
test_start (void)
{
  static const Wanted first = { "cell", "Watch collapse happen", ACCESSIBLE_FOCUSED, TRUE, NULL };
  Program program;
  program_start (&program, NULL);
  program_await_n (&program, &first, 1, NULL);
  program_press (&program, NoSymbol, XK_Return);
  program_await (&program, "window", "Watch collapse happen – *");
  program_press (&program, XK_Control_L, XK_n);
  program_await_n (&program, &first, 1, NULL);
  program_focus (&program);
  program_press (&program, NoSymbol, XK_Right);
  program_await_state (&program, "cell", "Projection head", ACCESSIBLE_FOCUSED, TRUE);
  program_press (&program, NoSymbol, XK_Left);
  program_await_n (&program, &first, 1, NULL);
  program_stop (&program);
}

static void
choose_preset (Program *program)
{
  program_await_state (program, "cell", "Watch collapse happen", ACCESSIBLE_FOCUSED, TRUE);
  program_press (program, NoSymbol, XK_Right);
  program_await_state (program, "cell", "Projection head", ACCESSIBLE_FOCUSED, TRUE);
  program_press (program, NoSymbol, XK_Left);
  program_await_state (program, "cell", "Watch collapse happen", ACCESSIBLE_FOCUSED, TRUE);
  program_press (program, NoSymbol, XK_Return);
  program_await (program, "button", "Pause"); /* it trains */
}

/* Pause, one epoch more, slower and as fast as can be, to the end. */
static void
train_to_end (Program *program)
{
  program_press (program, NoSymbol, XK_space);
  program_await (program, "button", "Train");
  double epoch = program_epoch (program);
  program_press (program, NoSymbol, XK_n);
  program_await_epoch_other (program, epoch);
  program_await (program, "button", "Train");
  program_press (program, NoSymbol, XK_bracketleft);
  program_await (program, "label", "5 epochs/s");
  for (guint i = 0; i < 4; i++)
    program_press (program, NoSymbol, XK_bracketright);
  program_await (program, "label", "Full speed");
  program_press (program, NoSymbol, XK_space);
  program_await (program, "image", "finished");
}

/* With two more seeds, taken back once, which may wait. */
static void
repeat (Program *program)
{
  program_press (program, NoSymbol, XK_s);
  program_await (program, "label", "3 runs");
  program_press (program, XK_Control_L, XK_z);
  program_await (program, "label", "1 run");
  program_press (program, NoSymbol, XK_s);
  program_await (program, "label", "3 runs");
  program_press (program, XK_Alt_L, XK_p);
}

static void
look (Program *program)
{
  program_press (program, XK_Control_L, XK_2);
  program_await_tab (program, "Curves");
  program_press (program, XK_Control_L, XK_4);
  program_await_tab (program, "Findings");
  program_press (program, XK_Control_L, XK_1);
  program_await_tab (program, "Geometry");
  double epoch = program_epoch (program);
  program_press (program, NoSymbol, XK_comma);
  g_assert_cmpfloat (program_await_epoch_other (program, epoch), ==, epoch - 1.0);
  program_press (program, NoSymbol, XK_l);
  program_await_epoch_other (program, epoch - 1.0);
}

static void
select_two (Program *program)
{
  program_press (program, NoSymbol, XK_Home);
  program_press (program, XK_Shift_L, XK_Down);
}

static void
compare (Program *program)
{
  static const Wanted comparable = { "button", "Compare Settings", ACCESSIBLE_SENSITIVE, TRUE, NULL };
  program_press (program, XK_Control_L, XK_f);
  program_await_tab (program, "Runs");
  x_input_type (&program->input, "seed=2");
  program_await (program, "label", "1 of 3 runs");
  program_press (program, NoSymbol, XK_Escape);
  program_await (program, "label", "3 runs");
  program_await_n (program, &comparable, G_MAXUINT, select_two); /* Escape leaves the keys to the table */
  program_press (program, NoSymbol, XK_c);
  program_await (program, "window", "Compare Settings");
  program_focus (program);
  program_press (program, NoSymbol, XK_Escape);
  program_await_gone (program, "window", "Compare Settings");
  program_focus (program);
}

/* Down the menu until an item has the focus. */
static void
choose (Program *program, const char *item)
{
  const Wanted wanted = { "menu item", item, ACCESSIBLE_FOCUSED, TRUE, NULL };
  gint64 end = g_get_monotonic_time () + PROGRAM_TIMEOUT_SECONDS * G_USEC_PER_SEC;
  for (program_read (program); program_find (program, &wanted, NULL) == NULL; program_read (program)) {
    if (g_get_monotonic_time () > end)
      g_error ("there is no “%s” in the menu", item);
    program_press (program, NoSymbol, XK_Down);
    g_usleep (PROGRAM_POLL_US);
  }
  const Wanted any = { "menu item", "*", ACCESSIBLE_FOCUSED, TRUE, NULL };
  program_press (program, NoSymbol, XK_Return);
  program_await_n (program, &any, 0, NULL); /* it has closed */
}

static void
sort (Program *program)
{
  static const Wanted row = { "row", "Watch collapse happen*", 0, FALSE, "Runs" };
  program_await_first (program, &row, "Watch collapse happen");
  program_press (program, XK_Control_L, XK_S);
  choose (program, "Run: Seed");
  program_press (program, XK_Control_L, XK_S);
  choose (program, "Largest First");
  program_await_first (program, &row, "Watch collapse happen 3");
}

/* To a file in the program's current folder, by the dialogue and GTK's own chooser. */
static void export(Program *program)
{
  program_press (program, XK_Control_L, XK_1);
  program_await_tab (program, "Geometry");
  program_press (program, XK_Control_L, XK_e);
  program_await (program, "button", "*Export…");
  program_focus (program);
  program_press (program, XK_Control_L, XK_e);
  program_await (program, "button", "*Save");
  program_focus (program);
  program_press (program, XK_Control_L, XK_a);
  x_input_type (&program->input, "figure.svg");
  program_press (program, NoSymbol, XK_Return);
  program_await_file (program, "figure.svg", "<?xml");
  program_focus (program);
}

static void
test_preset (void)
{
  Program program;
  program_start_at (&program, NULL, FALSE);
  choose_preset (&program);
  train_to_end (&program);
  look (&program);
  export(&program);
  repeat (&program);
  compare (&program);
  sort (&program);
  program_stop (&program);
}

/* A lesson from its card: begun, answered, left for the next step and closed. */
static void
test_lesson (void)
{
  Program program;
  program_start (&program, NULL);
  program_await_state (&program, "cell", "Watch collapse happen", ACCESSIBLE_FOCUSED, TRUE);
  program_press (&program, XK_Shift_L, XK_Tab);
  program_await_state (&program, "cell", "Watch collapse happen", ACCESSIBLE_FOCUSED, FALSE);
  program_press (&program, NoSymbol, XK_Home);
  program_await_state (&program, "cell", "What collapse is", ACCESSIBLE_FOCUSED, TRUE);
  program_press (&program, NoSymbol, XK_Return);
  program_await (&program, "label", "step 1 of 5");
  program_press (&program, XK_Alt_L, XK_Return);
  program_await (&program, "window", "Watch collapse happen – *");
  program_press (&program, XK_Alt_L, XK_Right);
  program_await (&program, "label", "step 2 of 5");
  program_press (&program, NoSymbol, XK_q);
  program_await (&program, "label", "Nothing about which digit is which*");
  program_press (&program, XK_Alt_L, XK_Left);
  program_await (&program, "label", "step 1 of 5");
  program_stop (&program);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!program_may_start ())
    return 77; /* skipped */
  g_test_add_func ("/keyboard/start", test_start);
  g_test_add_func ("/keyboard/preset", test_preset);
  g_test_add_func ("/keyboard/lesson", test_lesson);
  return g_test_run ();
}
