/* What names of several have in common. */
#include "view/names.h"

static void
test_prefix (void)
{
  static const char *const heads[] = { "Head: none", "Head: one: long", "Head: two" };
  static const char *const others[] = { "Head: none", "Tail: none" };
  static const char *const plain[] = { "Head none", "Head one" };
  g_assert_cmpuint (view_names_prefix (heads, 3), ==, 6);
  g_assert_cmpuint (view_names_prefix (heads, 1), ==, 0);
  g_assert_cmpuint (view_names_prefix (heads, 0), ==, 0);
  g_assert_cmpuint (view_names_prefix (others, 2), ==, 0);
  g_assert_cmpuint (view_names_prefix (plain, 2), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/names/prefix", test_prefix);
  return g_test_run ();
}
