#include "view/names.h"

#include <string.h>

gsize
view_names_prefix (const char *const *names, gsize n)
{
  const char *colon = n < 2 ? NULL : strstr (names[0], ": ");
  gsize length = colon == NULL ? 0 : (gsize)(colon - names[0]) + strlen (": ");
  for (gsize i = 1; i < n; i++)
    if (strncmp (names[i], names[0], length) != 0)
      return 0;
  return length;
}
