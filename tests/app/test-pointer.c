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

/* From one place to another, in steps as a hand's, each taken in before the next. */
static void
drag (Program *program, int from_x, int from_y, int to_x, int to_y)
{
  x_input_move (&program->input, from_x, from_y);
  x_input_hold (&program->input, 1, True);
  for (int step = 1; step <= 10; step++) {
    x_input_move (&program->input, from_x + (to_x - from_x) * step / 10,
                  from_y + (to_y - from_y) * step / 10);
    program_read (program);
  }
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!program_may_start ())
    return 77; /* skipped */
  g_test_add_func ("/pointer/clicks", test_clicks);
  g_test_add_func ("/pointer/timeline", test_timeline);
  g_test_add_func ("/pointer/cards", test_cards);
  return g_test_run ();
}
