#include "app/method-row.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/time-left.h"
#include "plot/chart.h"

struct _CollapsarMethodRow {
  GObject parent_instance;

  ViewTransferMethod result;
};

G_DEFINE_FINAL_TYPE (CollapsarMethodRow, collapsar_method_row, G_TYPE_OBJECT)

static void
collapsar_method_row_class_init (CollapsarMethodRowClass *klass)
{
}

static void
collapsar_method_row_init (CollapsarMethodRow *self)
{
}

static const RegimeKey *
method_key (void)
{
  return regime_key_find ("transfer.method");
}

CollapsarMethodRow *
collapsar_method_row_new (const ViewTransferMethod *result)
{
  CollapsarMethodRow *self = g_object_new (COLLAPSAR_TYPE_METHOD_ROW, NULL);
  self->result = *result;
  return self;
}

TransferMethod
collapsar_method_row_method (CollapsarMethodRow *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_METHOD_ROW (self), TRANSFER_PROBE);

  return self->result.method;
}

double
collapsar_method_row_value (CollapsarMethodRow *self, CollapsarMethodColumn column)
{
  g_return_val_if_fail (COLLAPSAR_IS_METHOD_ROW (self), NAN);

  const ViewTransferMethod *result = &self->result;
  const double values[COLLAPSAR_N_METHOD_COLUMNS]
      = { result->method, result->accuracy, result->n, result->nc1, result->share, result->seconds };
  return values[column];
}

/* In words */

/* Per cent, of one digit behind the point as the deviation is given. */
static char *
describe_accuracy (CollapsarMethodRow *self, const char *format_alone, const char *format_both)
{
  double mean = 100 * self->result.accuracy;
  if (isnan (self->result.accuracy_sd)) {
    g_autofree char *text = g_strdup_printf ("%.1f", mean);
    return g_strdup_printf (format_alone, text);
  }
  g_autofree char *text = g_strdup_printf ("%.1f", mean);
  g_autofree char *deviation = g_strdup_printf ("%.1f", 100 * self->result.accuracy_sd);
  return g_strdup_printf (format_both, text, deviation);
}

/* Short times are those that differ most between methods. */
static char *
describe_seconds (double seconds)
{
  if (seconds < 0.1)
    return g_strdup_printf (_ ("%.0f ms"), MAX (1000 * seconds, 1));
  if (seconds < 10)
    return g_strdup_printf (seconds < 1 ? _ ("%.2f s") : _ ("%.1f s"), seconds);
  return collapsar_time_format (seconds);
}

char *
collapsar_method_row_cell (CollapsarMethodRow *self, CollapsarMethodColumn column)
{
  g_return_val_if_fail (COLLAPSAR_IS_METHOD_ROW (self), NULL);

  switch (column) {
  case COLLAPSAR_METHOD_NAME:
    return g_strdup (_ (method_key ()->choice_titles[self->result.method]));
  case COLLAPSAR_METHOD_ACCURACY:
    return describe_accuracy (self, "<b>%s</b> %%", "<b>%s</b> ± %s %%");
  case COLLAPSAR_METHOD_N:
    return g_strdup_printf ("%u", self->result.n);
  case COLLAPSAR_METHOD_NC1:
    return plot_format_number (self->result.nc1);
  case COLLAPSAR_METHOD_SHARE:
    return plot_format_percent (self->result.share);
  case COLLAPSAR_METHOD_SECONDS:
    return describe_seconds (self->result.seconds);
  case COLLAPSAR_N_METHOD_COLUMNS:
  default:
    g_return_val_if_reached (NULL);
  }
}

char *
collapsar_method_row_tuned (CollapsarMethodRow *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_METHOD_ROW (self), NULL);

  switch (self->result.method) {
  case TRANSFER_LAYER:
    return g_strdup_printf (_ ("layer %d + classifier"), self->result.block);
  case TRANSFER_SCL:
    return g_strdup_printf (_ ("layer %d + skip + classifier"), self->result.block);
  case TRANSFER_FULL:
    return g_strdup (_ ("all layers"));
  case TRANSFER_RIDGE:
    return g_strdup_printf (_ ("classifier on layer %d, in closed form"), self->result.block);
  case TRANSFER_PROBE:
  default:
    return g_strdup (_ ("classifier only"));
  }
}

char *
collapsar_method_row_describe (CollapsarMethodRow *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_METHOD_ROW (self), NULL);

  g_autofree char *name = collapsar_method_row_cell (self, COLLAPSAR_METHOD_NAME);
  g_autofree char *tuned = collapsar_method_row_tuned (self);
  g_autofree char *accuracy = describe_accuracy (self, "%s %%", "%s ± %s %%");
  g_autofree char *nc1 = collapsar_method_row_cell (self, COLLAPSAR_METHOD_NC1);
  g_autofree char *share = collapsar_method_row_cell (self, COLLAPSAR_METHOD_SHARE);
  g_autofree char *seconds = collapsar_method_row_cell (self, COLLAPSAR_METHOD_SECONDS);
  return g_strdup_printf (_ ("%s, %s: test accuracy %s, n = %u, downstream NC1 %s, %s trained, %s"), name,
                          tuned, accuracy, self->result.n, nc1, share, seconds);
}

/* As a table */

void
collapsar_method_row_add_heading (StudyTable *table)
{
  static const struct {
    const char *key, *title;
  } numbers[] = { { "block", N_ ("Block") },
                  { "n", N_ ("Seeds") },
                  { "test_accuracy", N_ ("Test accuracy") },
                  { "test_accuracy_sd", N_ ("SD") },
                  { "nc1", N_ ("Train NC1") },
                  { "nc1_test", N_ ("Test NC1") },
                  { "share", N_ ("Share") },
                  { "seconds", N_ ("Seconds") } };
  study_table_add_column (table, "method", _ ("Method"), STUDY_COLUMN_TEXT, STUDY_COLUMN_SHOWN);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    study_table_add_column (table, numbers[i].key, _ (numbers[i].title), STUDY_COLUMN_NUMBER,
                            STUDY_COLUMN_SHOWN);
}

void
collapsar_method_row_add_to (CollapsarMethodRow *self, StudyTable *table)
{
  g_return_if_fail (COLLAPSAR_IS_METHOD_ROW (self));

  const ViewTransferMethod *result = &self->result;
  const double numbers[] = { result->block < 0 ? NAN : result->block,
                             result->n,
                             result->accuracy,
                             result->accuracy_sd,
                             result->nc1,
                             result->nc1_test,
                             result->share,
                             result->seconds };
  study_table_add_text (table, method_key ()->choices[result->method]);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    study_table_add_number (table, numbers[i]);
}
