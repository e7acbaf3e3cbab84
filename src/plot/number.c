#include "plot/chart.h"

#include <math.h>

#define MINUS "\xe2\x88\x92"
#define EN_DASH "\xe2\x80\x93"
#define THIN_SPACE "\xe2\x80\xaf"

/* "-1.2e-05" to "−1.2e−5". */
static char *
typeset (const char *printed)
{
  GString *text = g_string_new (NULL);
  gboolean in_exponent = FALSE;

  for (const char *c = printed; *c; c++) {
    if (*c == '-')
      g_string_append (text, MINUS);
    else if (!(in_exponent && (*c == '+' || *c == '0')))
      g_string_append_c (text, *c);
    in_exponent = *c == 'e' || (in_exponent && (*c == '-' || *c == '+' || *c == '0'));
  }
  return g_string_free (text, FALSE);
}

char *
plot_format_number (double value)
{
  double size = fabs (value);
  char printed[32];

  if (isnan (value))
    return g_strdup (EN_DASH);
  if (isinf (value))
    return g_strdup (value > 0 ? "\xe2\x88\x9e" : MINUS "\xe2\x88\x9e");
  if (size == 0)
    return g_strdup ("0");
  if (size < 9.95e-4 || size >= 99999.5)
    g_snprintf (printed, sizeof printed, "%.1e", value);
  else
    g_snprintf (printed, sizeof printed, "%.*f",
                size < 9.95e-3  ? 4
                : size < 0.9995 ? 3
                : size < 9.995  ? 2
                : size < 99.95  ? 1
                                : 0,
                value);
  return typeset (printed);
}

char *
plot_format_percent (double share)
{
  double percent = 100 * share;
  char printed[32];
  int digits = 1;

  if (!isfinite (share))
    return g_strdup (EN_DASH);
  /* 99.97 % is not 100.0 %, and one error in 60,000 is not none. */
  while (digits < 5 && percent != 0 && percent != 100
         && (fabs (percent) < 0.5 * pow (10, -digits) || fabs (percent - 100) <= 0.5 * pow (10, -digits)))
    digits++;
  g_snprintf (printed, sizeof printed, "%.*f", digits, percent);
  if (printed[0] == '-')
    return g_strconcat (MINUS, printed + 1, THIN_SPACE "%", NULL);
  return g_strconcat (printed, THIN_SPACE "%", NULL);
}
