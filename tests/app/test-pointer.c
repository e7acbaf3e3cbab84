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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!program_may_start ())
    return 77; /* skipped */
  g_test_add_func ("/pointer/clicks", test_clicks);
  return g_test_run ();
}
