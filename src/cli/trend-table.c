#include "cli/trend-table.h"

#include "cli/cli.h"
#include "plot/chart.h"
#include "training/trend-words.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* One trend of a comparison, as every table shows it. */
typedef struct {
  const char *argument;
  const RegimeComparison *comparison;
  const TrainingTrend *trend;
  const TrainingTrendResult *result;
} Row;

static const TrainingTrendPoint *
get_point (const Row *row, guint index)
{
  return &g_array_index (row->result->points, TrainingTrendPoint, index);
}

/* "0.033 ± 0.0021"; without a deviation when there is none. Of a correlation with what it is over: "0.57 ±
 * 0.02 at 1.3". */
static char *
describe_point (const TrainingTrend *trend, const TrainingTrendPoint *point)
{
  g_autofree char *mean = plot_format_number (point->sample.mean);
  g_autofree char *deviation = plot_format_number (point->sample.deviation);
  g_autofree char *x = plot_format_number (point->x);
  g_autofree char *sample
      = isnan (point->sample.deviation) ? g_strdup (mean) : g_strdup_printf ("%s ± %s", mean, deviation);
  return training_trend_is_correlation (trend) ? g_strdup_printf (_ ("%s at %s"), sample, x)
                                               : g_steal_pointer (&sample);
}

static void
print_plain (const Row *row)
{
  g_autofree char *quantity = training_trend_axis_title (row->trend);
  guint width = 0;
  printf ("  %s\n    %s, %s\n", row->trend->says, quantity, training_verdict_words (row->result->verdict));
  for (guint i = 0; i < row->result->points->len; i++) {
    g_autofree char *label = training_trend_point_words (row->trend, get_point (row, i), row->comparison);
    width = MAX (width, (guint)g_utf8_strlen (label, -1));
  }
  for (guint i = 0; i < row->result->points->len; i++) {
    const TrainingTrendPoint *point = get_point (row, i);
    g_autofree char *label = training_trend_point_words (row->trend, point, row->comparison);
    g_autofree char *padded = cli_pad (label, width);
    g_autofree char *sample = describe_point (row->trend, point);
    g_autofree char *sample_padded = cli_pad (sample, training_trend_is_correlation (row->trend) ? 30 : 20);
    printf ("      %s  %sn = %u\n", padded, sample_padded, point->sample.n);
  }
  g_autofree char *words = training_trend_words (row->trend, row->result, row->comparison);
  printf ("    %s\n", words);
}

/* A bar would end the cell. */
static char *
markdown_text (const char *text)
{
  GString *escaped = g_string_new (text);
  g_string_replace (escaped, "|", "\\|", 0);
  return g_string_free (escaped, FALSE);
}

/* Of a correlation the highest point and the lowest: there may be dozens. */
static char *
markdown_ends (const Row *row)
{
  guint most = 0, least = 0;
  for (guint i = 1; i < row->result->points->len; i++) {
    double mean = get_point (row, i)->sample.mean;
    most = mean > get_point (row, most)->sample.mean ? i : most;
    least = mean < get_point (row, least)->sample.mean ? i : least;
  }
  if (row->result->points->len == 0)
    return g_strdup ("");
  g_autofree char *high = training_trend_point_words (row->trend, get_point (row, most), row->comparison);
  g_autofree char *low = training_trend_point_words (row->trend, get_point (row, least), row->comparison);
  g_autofree char *high_escaped = markdown_text (high), *low_escaped = markdown_text (low);
  g_autofree char *highest = describe_point (row->trend, get_point (row, most));
  g_autofree char *lowest = describe_point (row->trend, get_point (row, least));
  return g_strdup_printf (_ ("most, %s: **%s**<br>least, %s: **%s**"), high_escaped, highest, low_escaped,
                          lowest);
}

/* A line a point; where points differ in n each says its own, else the change says it. */
static char *
markdown_points (const Row *row)
{
  if (training_trend_is_correlation (row->trend))
    return markdown_ends (row);
  GString *text = g_string_new (NULL);
  gboolean same = TRUE;
  for (guint i = 1; i < row->result->points->len; i++)
    same &= get_point (row, i)->sample.n == get_point (row, 0)->sample.n;
  for (guint i = 0; i < row->result->points->len; i++) {
    const TrainingTrendPoint *point = get_point (row, i);
    g_autofree char *label = training_trend_point_words (row->trend, point, row->comparison);
    g_autofree char *escaped = markdown_text (label);
    g_autofree char *sample = describe_point (row->trend, point);
    g_string_append_printf (text, "%s%s: **%s**", i > 0 ? "<br>" : "", escaped, sample);
    if (!same)
      g_string_append_printf (text, _ (" (n = %u)"), point->sample.n);
  }
  return g_string_free (text, FALSE);
}

static void
print_markdown (const Row *row)
{
  g_autofree char *quantity = training_trend_axis_title (row->trend);
  g_autofree char *says = markdown_text (row->trend->says);
  g_autofree char *points = markdown_points (row);
  g_autofree char *change = training_trend_change_words (row->trend, row->result, row->comparison);
  printf ("| `%s` | %s | %s | %s | **%s**%s%s |\n", row->argument, says, quantity, points,
          training_verdict_words (row->result->verdict), change == NULL ? "" : "<br>",
          change == NULL ? "" : change);
}

/* A CSV field in its quotes (RFC 4180). */
static void
append_csv_string (GString *csv, const char *text)
{
  g_string_append_c (csv, '"');
  for (const char *c = text; *c != '\0'; c++) {
    if (*c == '"')
      g_string_append_c (csv, '"');
    g_string_append_c (csv, *c);
  }
  g_string_append_c (csv, '"');
}

/* What is undefined is an empty field. */
static void
append_csv_number (GString *csv, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  if (isfinite (value))
    g_string_append (csv, g_ascii_dtostr (text, sizeof text, value));
}

/* The columns of the tables for programs, a line for each point; the change is that of the point's row. A
 * trend without any has a line of its own, of nothing but its verdict. */
static const char *const columns[]
    = { "preset",     "trend",       "says",     "quantity", "split",     "over",   "expect",
        "variant",    "moment",      "epoch",    "method",   "blocks",    "shots",  "x",
        "n",          "mean",        "sd",       "mean_low", "mean_high", "change", "change_kind",
        "change_low", "change_high", "change_n", "verdict" };

/* What is in a column: text, or a number where that is NULL. */
typedef struct {
  const char *text;
  double number;
} Cell;

/* What a point's line says of a change. A peak's first point has the change from there, the others that from
 * the last. */
static TrainingChange
get_change (const Row *row, guint point)
{
  const TrainingTrendResult *result = row->result;
  const CollapseCorrelation *r = &result->correlation;
  TrainingChange found = { .n = r->n, .change = r->value, .low = r->low, .high = r->high };
  for (guint c = 0; c < result->changes->len; c++) {
    const TrainingTrendRow *points = &g_array_index (result->rows, TrainingTrendRow, c);
    gboolean has = point >= points->first && point < points->first + points->n_points;
    gboolean second = c > 0 && g_array_index (result->rows, TrainingTrendRow, c - 1).first == points->first;
    if (has && !(second && point == points->first))
      found = g_array_index (result->changes, TrainingChange, c);
  }
  return found;
}

/* Of the training where it is in that; of fine-tunings whether it was chosen as the best. */
static const char *
get_moment (const TrainingTrend *trend, const TrainingTrendPoint *point)
{
  if (trend->plans != NULL)
    return point->peak ? "peak" : "";
  return point->first ? "start" : "end";
}

static void
print_cells (const Cell *cells, gboolean json)
{
  g_autoptr (GString) line = g_string_new (json ? "{" : NULL);
  for (gsize c = 0; c < G_N_ELEMENTS (columns); c++) {
    g_string_append (line, c == 0 ? "" : json ? ", " : ",");
    if (json)
      g_string_append_printf (line, "\"%s\": ", columns[c]);
    if (cells[c].text == NULL)
      (json ? training_append_json_number : append_csv_number) (line, cells[c].number);
    else
      (json ? training_append_json_string : append_csv_string) (line, cells[c].text);
  }
  printf ("%s%s\n", line->str, json ? "}" : "");
}

/* The columns before a point's. */
#define POINT_COLUMN 7

static void
fill_point (const Row *row, guint index, const char *blocks, Cell *cells)
{
  const TrainingTrend *trend = row->trend;
  const TrainingTrendPoint *point = get_point (row, index);
  gboolean tuned = trend->plans != NULL, correlation = training_trend_is_correlation (trend);
  const TrainingChange change = get_change (row, index);
  double margin = training_sample_margin (&point->sample);
  const Cell own[] = { { .text = regime_comparison_variant_name (row->comparison, point->variant) },
                       { .text = get_moment (trend, point) },
                       { .number = trend->over == TRAINING_OVER_SOURCE_EPOCHS ? point->epoch : NAN },
                       { .text = tuned ? regime_key_find ("transfer.method")->choices[point->method] : "" },
                       { .text = blocks },
                       { .number = tuned && point->shots > 0 ? point->shots : NAN },
                       { .number = correlation ? point->x : NAN },
                       { .number = point->sample.n },
                       { .number = point->sample.mean },
                       { .number = point->sample.deviation },
                       { .number = point->sample.mean - margin },
                       { .number = point->sample.mean + margin },
                       { .number = change.change },
                       { .text = correlation    ? "correlation"
                                 : change.ratio ? "ratio"
                                                : "difference" },
                       { .number = change.low },
                       { .number = change.high },
                       { .number = change.n } };
  G_STATIC_ASSERT (POINT_COLUMN + G_N_ELEMENTS (own) + 1 == G_N_ELEMENTS (columns));
  memcpy (cells + POINT_COLUMN, own, sizeof own);
}

/* The line of a point, or of a trend without any. */
static void
print_line (const Row *row, guint index, gboolean json)
{
  const TrainingTrend *trend = row->trend;
  Cell cells[G_N_ELEMENTS (columns)]
      = { { .text = row->argument },
          { .text = trend->name },
          { .text = trend->says },
          { .text = training_trend_quantity_key (trend) },
          { .text = trend->plans != NULL ? "" : training_split_key (trend->split) },
          { .text = training_trend_over_key (trend) },
          { .text = training_trend_expectation_key (trend) } };
  gboolean measured = row->result->points->len > 0;
  g_autofree char *blocks = measured ? training_trend_point_blocks (get_point (row, index)) : NULL;
  for (gsize c = POINT_COLUMN; c < G_N_ELEMENTS (columns); c++)
    cells[c].number = NAN;
  if (measured)
    fill_point (row, index, blocks, cells);
  cells[G_N_ELEMENTS (columns) - 1].text = training_verdict_key (row->result->verdict);
  print_cells (cells, json);
}

void
cli_trend_table_begin (CliTable table)
{
  if (table == CLI_TABLE_MARKDOWN)
    fputs (_ ("| preset | what to see | quantity | mean ± standard deviation | in these runs |\n"
              "|---|---|---|---|---|\n"),
           stdout);
  for (gsize c = 0; table == CLI_TABLE_CSV && c < G_N_ELEMENTS (columns); c++)
    printf ("%s%s", columns[c], c == G_N_ELEMENTS (columns) - 1 ? "\n" : ",");
}

static void
print_row (CliTable table, const Row *row)
{
  if (table == CLI_TABLE_PLAIN)
    print_plain (row);
  else if (table == CLI_TABLE_MARKDOWN)
    print_markdown (row);
  else
    for (guint i = 0; i < MAX (row->result->points->len, 1); i++)
      print_line (row, i, table == CLI_TABLE_JSON);
}

void
cli_trend_table_add (CliTable table,
                     const char *argument,
                     const RegimeComparison *comparison,
                     TrainingTrendResult *const *results)
{
  if (table == CLI_TABLE_PLAIN)
    printf ("%s\n", regime_name (regime_comparison_base (comparison)));
  for (guint i = 0; i < regime_comparison_n_trends (comparison); i++) {
    Row row = { argument, comparison, regime_comparison_trend (comparison, i), results[i] };
    print_row (table, &row);
  }
}
