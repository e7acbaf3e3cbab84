/* The real program by a real pointer: clicks, drags and the wheel. What it does is read from the accessible
 * tree. */
#include "program.h"

typedef struct {
  int x, y, width, height;
} Place;

static Place
place_of (Program *program, const Wanted *wanted)
{
  Place place;
  program_extents (program, program_await_n (program, wanted, G_MAXUINT, NULL), &place.x, &place.y,
                   &place.width, &place.height);
  return place;
}

static void
click (Program *program, const char *role, const char *name)
{
  const Wanted wanted = { role, name, 0, FALSE, NULL };
  Place place = place_of (program, &wanted);
  x_input_click (&program->input, place.x + place.width / 2, place.y + place.height / 2);
}

static const char *const names[] = { "Small", "Small 2", "Small 3" };

/* Three runs that are over, each with a card and a scene. */
static void
start_three (Program *program)
{
  static const Wanted ended = { "image", "finished", 0, FALSE, "Runs" };
  program_start (program, PROGRAM_SMALL_REGIME);
  program_await (program, "image", "finished");
  program_act (program, "button", "Train again");
  program_await (program, "label", "2 runs");
  program_act (program, "button", "Train again");
  program_await (program, "label", "3 runs");
  program_await_n (program, &ended, 3, NULL);
}

/* That the scene of a run tells no longer the last epoch: its description is made anew once a second. */
static void
await_scene_epoch (Program *program, const char *name)
{
  const Wanted scene = { "group", name, ACCESSIBLE_FOCUSABLE, TRUE, "Scenes" };
  gint64 end = g_get_monotonic_time () + PROGRAM_TIMEOUT_SECONDS * G_USEC_PER_SEC;
  while (g_str_has_prefix (program_await_n (program, &scene, G_MAXUINT, NULL)->description, "epoch 10,")) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (PROGRAM_POLL_US);
  }
}

static void
test_clicks (void)
{
  Program program;
  program_start (&program, PROGRAM_SMALL_REGIME);
  program_await (&program, "image", "finished");
  click (&program, "tab", "Curves");
  program_await_tab (&program, "Curves");
  click (&program, "button", "Visible");
  program_await_state (&program, "button", "Visible", ACCESSIBLE_PRESSED, FALSE);
  click (&program, "button", "Visible");
  program_await_state (&program, "button", "Visible", ACCESSIBLE_PRESSED, TRUE);
  program_stop (&program);
}

/* From one place to another with a button held, in steps as a hand's, each taken in before the next; it is
 * let go of by the caller. */
static void
begin_drag (Program *program, unsigned button, int from_x, int from_y, int to_x, int to_y)
{
  x_input_move (&program->input, from_x, from_y);
  x_input_hold (&program->input, button, True);
  for (int step = 1; step <= 10; step++) {
    x_input_move (&program->input, from_x + (to_x - from_x) * step / 10,
                  from_y + (to_y - from_y) * step / 10);
    program_read (program);
  }
}

static void
drag (Program *program, int from_x, int from_y, int to_x, int to_y)
{
  begin_drag (program, 1, from_x, from_y, to_x, to_y);
  x_input_hold (&program->input, 1, False);
}

/* The one cursor of all runs: every scene tells the epoch. */
static void
test_timeline (void)
{
  static const Wanted timeline = { "slider", "Epoch", 0, FALSE, NULL };
  Program program;
  start_three (&program);
  Place place = place_of (&program, &timeline);
  int y = place.y + place.height / 2;
  drag (&program, place.x + place.width / 2, y, place.x + place.width / 5, y);
  double epoch = program_await_epoch_other (&program, 10.0);
  while (epoch > 3.0) /* where it ends, not where it began */
    epoch = program_await_epoch_other (&program, epoch);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    await_scene_epoch (&program, names[i]);
  program_stop (&program);
}

/* The first card below the last. */
static void
test_cards (void)
{
  static const Wanted card = { "list item", "Small*", 0, FALSE, "Runs" };
  Program program;
  start_three (&program);
  const Wanted first = { "list item", names[0], 0, FALSE, "Runs" },
               last = { "list item", names[2], 0, FALSE, "Runs" };
  Place from = place_of (&program, &first), to = place_of (&program, &last);
  drag (&program, from.x + from.width / 3, from.y + from.height / 4, to.x + to.width / 3,
        to.y + to.height - 4);
  program_await_first (&program, &card, names[1]);
  program_stop (&program);
}

/* Let go of elsewhere, all is as it was, and another drag is possible. Escape does not reach a drag in
 * GTK 4.8 under X: it grabs the key for the root window, of which it drops the events. */
static void
test_elsewhere (void)
{
  static const Wanted card = { "list item", "Small*", 0, FALSE, "Runs" };
  const Wanted first = { "list item", names[0], 0, FALSE, "Runs" },
               last = { "list item", names[2], 0, FALSE, "Runs" };
  Program program;
  start_three (&program);
  Place from = place_of (&program, &first), to = place_of (&program, &last);
  drag (&program, from.x + from.width / 3, from.y + from.height / 4, from.x + 2 * from.width, from.y);
  click (&program, "tab", "Curves"); /* comes after it */
  program_await_tab (&program, "Curves");
  g_assert_cmpstr (program_await_n (&program, &card, 3, NULL)->name, ==, names[0]);
  drag (&program, from.x + from.width / 3, from.y + from.height / 4, to.x + to.width / 3,
        to.y + to.height - 4);
  program_await_first (&program, &card, names[1]);
  program_stop (&program);
}

/* Curves */

typedef struct {
  Program program;
  Place loss; /* its card */
} Curves;

static void
start_curves (Curves *curves)
{
  static const Wanted loss = { "image", "Loss, training objective", 0, FALSE, NULL };
  program_start (&curves->program, PROGRAM_SMALL_REGIME);
  program_await (&curves->program, "image", "finished");
  click (&curves->program, "tab", "Curves");
  program_await_tab (&curves->program, "Curves");
  curves->loss = place_of (&curves->program, &loss);
}

/* To a part of its width. */
static int
across (const Curves *curves, double part)
{
  return curves->loss.x + (int)(part * curves->loss.width);
}

static void
wheel (Curves *curves, KeySym modifier, unsigned button, guint steps)
{
  x_input_move (&curves->program.input, across (curves, 0.6), curves->loss.y + curves->loss.height / 2);
  x_input_hold_key (&curves->program.input, modifier, True);
  for (guint step = 0; step < steps; step++) {
    x_input_hold (&curves->program.input, button, True);
    x_input_hold (&curves->program.input, button, False);
  }
  x_input_hold_key (&curves->program.input, modifier, False);
}

/* What a drag with Shift over the middle chooses; not let go of. */
static void
begin_choosing (Curves *curves)
{
  int y = curves->loss.y + curves->loss.height / 2;
  x_input_hold_key (&curves->program.input, XK_Shift_L, True);
  begin_drag (&curves->program, 1, across (curves, 0.4), y, across (curves, 0.7), y);
}

static void
end_choosing (Curves *curves)
{
  x_input_hold (&curves->program.input, 1, False);
  x_input_hold_key (&curves->program.input, XK_Shift_L, False);
}

/* The button that tells which epochs are shown, there as long as it is not all. */
static const Accessible *
await_epochs (Curves *curves, gboolean chosen)
{
  static const Wanted button = { "button", "Epochs *", 0, FALSE, NULL };
  return program_await_n (&curves->program, &button, chosen ? 1 : 0, NULL);
}

/* Another part than before. */
static char *
await_epochs_other (Curves *curves, const char *before)
{
  gint64 end = g_get_monotonic_time () + PROGRAM_TIMEOUT_SECONDS * G_USEC_PER_SEC;
  for (;;) {
    const Accessible *button = await_epochs (curves, TRUE);
    if (g_strcmp0 (button->name, before) != 0)
      return g_strdup (button->name);
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (PROGRAM_POLL_US);
  }
}

/* The wheel with Control zooms, with Shift pans; so does the middle button; a double click shows all, as does
 * the button that tells which it is. */
static void
test_zoom (void)
{
  Curves curves;
  start_curves (&curves);
  Program *program = &curves.program;
  int y = curves.loss.y + curves.loss.height / 2;
  wheel (&curves, XK_Control_L, 4, 4); /* up */
  g_autofree char *zoomed = await_epochs_other (&curves, NULL);
  wheel (&curves, XK_Shift_L, 5, 4);
  g_autofree char *panned = await_epochs_other (&curves, zoomed);
  begin_drag (program, 2, across (&curves, 0.4), y, across (&curves, 0.9), y);
  x_input_hold (&program->input, 2, False);
  g_free (await_epochs_other (&curves, panned));
  x_input_click (&program->input, across (&curves, 0.5), y);
  x_input_click (&program->input, across (&curves, 0.5), y);
  await_epochs (&curves, FALSE);
  begin_choosing (&curves);
  end_choosing (&curves);
  await_epochs (&curves, TRUE);
  click (program, "button", "Epochs *");
  await_epochs (&curves, FALSE);
  wheel (&curves, XK_Control_L, 4, 1);
  await_epochs (&curves, TRUE);
  program_press (program, NoSymbol, XK_0);
  await_epochs (&curves, FALSE);
  program_stop (program);
}

/* Escape in the middle of choosing chooses nothing. */
static void
test_stop_choosing (void)
{
  Curves curves;
  start_curves (&curves);
  begin_choosing (&curves);
  x_input_hold_key (&curves.program.input, XK_Shift_L, False); /* Escape alone */
  program_press (&curves.program, NoSymbol, XK_Escape);
  program_read (&curves.program);
  x_input_hold (&curves.program.input, 1, False);
  click (&curves.program, "tab", "Geometry"); /* comes after it */
  program_await_tab (&curves.program, "Geometry");
  click (&curves.program, "tab", "Curves");
  program_await_tab (&curves.program, "Curves");
  await_epochs (&curves, FALSE);
  program_stop (&curves.program);
}

/* In the curves, too, Control with Page Up is the run above, and plain Page Up ten epochs. */
static void
test_page_keys (void)
{
  static const Wanted card = { "list item", "Small*", 0, FALSE, "Runs" };
  static const Wanted loss = { "image", "Loss, training objective", 0, FALSE, NULL };
  Program program;
  start_three (&program);
  click (&program, "tab", "Curves");
  program_await_tab (&program, "Curves");
  program_await_n (&program, &card, 3, NULL);
  Place place = place_of (&program, &loss);
  x_input_click (&program.input, place.x + place.width - 20, place.y + place.height / 2);
  program_press (&program, NoSymbol, XK_Page_Up);
  double epoch = program_epoch (&program);
  while (epoch > 0.0)
    epoch = program_await_epoch_other (&program, epoch);
  const Wanted last = { "list item", names[2], ACCESSIBLE_SELECTED, TRUE, "Runs" },
               middle = { "list item", names[1], ACCESSIBLE_SELECTED, TRUE, "Runs" };
  program_await_n (&program, &last, 1, NULL);
  program_press (&program, XK_Control_L, XK_Page_Up);
  program_await_n (&program, &middle, 1, NULL);
  program_press (&program, XK_Control_L, XK_Page_Down);
  program_await_n (&program, &last, 1, NULL);
  program_stop (&program);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!program_may_start ())
    return 77; /* skipped */
  g_test_add_func ("/pointer/clicks", test_clicks);
  g_test_add_func ("/pointer/timeline", test_timeline);
  g_test_add_func ("/pointer/cards", test_cards);
  g_test_add_func ("/pointer/elsewhere", test_elsewhere);
  g_test_add_func ("/pointer/zoom", test_zoom);
  g_test_add_func ("/pointer/stop-choosing", test_stop_choosing);
  g_test_add_func ("/pointer/page-keys", test_page_keys);
  return g_test_run ();
}
