#include "view/transfer-curves.h"

#include "plot/theme.h"
#include "study/study.h"
#include "view/transfer-private.h"

#include <glib/gi18n.h>
#include <math.h>

/* Records of one that was measured before and after alone. */
#define ENDS 2

struct _ViewTransferCurves {
  GPtrArray *memory; /* what the charts point to */
  GArray *epochs;    /* guint, rising */
  GArray *places;    /* PlotPlace, of each epoch */
  GArray *draws;     /* guint, of each line */
  GArray *lines[VIEW_N_TRANSFER_CURVES];
  PlotPointplot plots[VIEW_N_TRANSFER_CURVES];
};

static gpointer
keep (ViewTransferCurves *self, gpointer memory)
{
  g_ptr_array_add (self->memory, memory);
  return memory;
}

static const TrainingRecord *
record_of (const ViewTransferCourse *course, guint epoch)
{
  for (guint i = 0; i < course->records->len; i++) {
    const TrainingRecord *record = course->records->pdata[i];
    if (record->epoch == epoch)
      return record;
  }
  return NULL;
}

static gint
compare_epochs (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *)a, y = *(const guint *)b;
  return (x > y) - (x < y);
}

/* Of those that were measured between, each epoch once. */
static void
list_epochs (ViewTransferCurves *self, const ViewTransferCourse *courses, guint n)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  for (guint c = 0; c < n; c++)
    for (guint i = 0; i < courses[c].records->len; i++) {
      guint epoch = ((const TrainingRecord *)courses[c].records->pdata[i])->epoch;
      if (g_hash_table_add (seen, GUINT_TO_POINTER (epoch)))
        g_array_append_val (self->epochs, epoch);
    }
  g_array_sort (self->epochs, compare_epochs);
  for (guint i = 0; i < self->epochs->len; i++) {
    guint epoch = g_array_index (self->epochs, guint, i);
    const PlotPlace place = { .name = keep (self, g_strdup_printf ("%u", epoch)), .at = epoch };
    g_array_append_val (self->places, place);
  }
}

/* Those that make up a line. */
static GPtrArray *
select_courses (const ViewTransferCourse *courses, guint n, TransferMethod method, gboolean live)
{
  GPtrArray *chosen = g_ptr_array_new ();
  for (guint c = 0; c < n; c++)
    if (courses[c].method == method && !courses[c].live == !live)
      g_ptr_array_add (chosen, (gpointer)&courses[c]);
  return chosen;
}

/* The value at an epoch over all of them; FALSE where one was not measured then. The accuracy of a classifier
 * that has learned nothing says nothing, and would press all others together. */
static gboolean
average (const GPtrArray *courses, guint epoch, ViewTransferCurve which, ViewAverage *value)
{
  if (which == VIEW_TRANSFER_ACCURACY_CURVES && epoch == 0)
    return FALSE;
  for (guint c = 0; c < courses->len; c++) {
    const TrainingRecord *record = record_of (courses->pdata[c], epoch);
    if (record == NULL)
      return FALSE;
    view_average_add (value, which == VIEW_TRANSFER_ACCURACY_CURVES
                                 ? 1 - record->split[TRAINING_TEST].error
                                 : log (training_record_value (record, TRAINING_TRAIN, COLLAPSE_NC1)));
  }
  return TRUE;
}

static double *
new_values (ViewTransferCurves *self)
{
  return keep (self, g_new (double, self->epochs->len));
}

static char *
name_line (const ViewTransferCourse *course)
{
  g_autofree char *name = view_transfer_method_name (course->method, course->block);
  return course->live ? g_strdup_printf (_ ("%s, in progress"), name) : g_steal_pointer (&name);
}

static void
add_line (ViewTransferCurves *self, const GPtrArray *courses)
{
  const ViewTransferCourse *first = courses->pdata[0];
  const char *name = keep (self, name_line (first));
  for (ViewTransferCurve which = 0; which < VIEW_N_TRANSFER_CURVES; which++) {
    gboolean logarithm = which == VIEW_TRANSFER_NC1_CURVES;
    double *y = new_values (self), *low = new_values (self), *high = new_values (self);
    for (guint i = 0; i < self->epochs->len; i++) {
      ViewAverage value = { 0 };
      y[i] = low[i] = high[i] = NAN;
      if (!average (courses, g_array_index (self->epochs, guint, i), which, &value))
        continue;
      y[i] = logarithm ? exp (view_average_mean (&value)) : view_average_mean (&value);
      view_average_bar (&value, logarithm, &low[i], &high[i]);
    }
    const PlotPointLine line
        = { .name = name,
            .style = PLOT_METHOD_STYLE + (guint)first->method + (first->muted ? PLOT_REGIME_MUTED : 0),
            .y = y,
            .low = low,
            .high = high,
            .band = TRUE,
            .joined = TRUE };
    g_array_append_val (self->lines[which], line);
  }
  g_array_append_val (self->draws, courses->len);
}

/* Muted ones first, below the others. */
static void
add_lines (ViewTransferCurves *self, const ViewTransferCourse *courses, guint n)
{
  static const TransferMethod order[] = { TRANSFER_FULL, TRANSFER_SCL, TRANSFER_LAYER, TRANSFER_PROBE };
  for (gint muted = TRUE; muted >= FALSE; muted--)
    for (gsize m = 0; m < G_N_ELEMENTS (order); m++)
      for (guint live = 0; live < 2; live++) {
        g_autoptr (GPtrArray) chosen = select_courses (courses, n, order[m], live);
        if (chosen->len > 0 && !((ViewTransferCourse *)chosen->pdata[0])->muted == !muted)
          add_line (self, chosen);
      }
}

static const char *
describe_draws (ViewTransferCurves *self)
{
  guint most = 0;
  for (guint i = 0; i < self->draws->len; i++)
    most = MAX (most, g_array_index (self->draws, guint, i));
  return most < 2 ? _ ("one draw")
                  : keep (self, g_strdup_printf (_ ("mean ± s.d. of up to %u fine-tunings"), most));
}

static void
make_plots (ViewTransferCurves *self)
{
  static const char *const titles[] = { N_ ("Accuracy while tuning"), N_ ("NC1 while tuning") };
  static const PlotPointAxis axes[] = { { .label = N_ ("Test accuracy"), .percent = TRUE },
                                        { .label = N_ ("Downstream NC1"), .kind = PLOT_AXIS_LOG } };
  const char *subtitle = self->draws->len == 0 ? "" : describe_draws (self);
  for (ViewTransferCurve which = 0; which < VIEW_N_TRANSFER_CURVES; which++) {
    self->plots[which] = (PlotPointplot){
      .title = _ (titles[which]),
      .subtitle = subtitle,
      .x_label = _ ("Epoch of the fine-tuning"),
      .places = (const PlotPlace *)self->places->data,
      .n_places = self->places->len,
      .room = 0.03,
      .axis = axes[which],
      .lines = (const PlotPointLine *)self->lines[which]->data,
      .n_lines = self->lines[which]->len,
      .empty = _ ("Not measured between before and after"),
    };
    self->plots[which].axis.label = _ (axes[which].label);
  }
}

/* Those that tell a curve: of a method the ones that were measured between, or the one in progress. */
static GArray *
select_measured (const ViewTransferCourse *courses, guint n)
{
  GArray *measured = g_array_new (FALSE, FALSE, sizeof (ViewTransferCourse));
  for (guint c = 0; c < n; c++)
    if (courses[c].live ? courses[c].records->len > 0 : courses[c].records->len > ENDS)
      g_array_append_val (measured, courses[c]);
  return measured;
}

ViewTransferCurves *
view_transfer_curves_new (const ViewTransferCourse *courses, guint n_courses)
{
  ViewTransferCurves *self = g_new0 (ViewTransferCurves, 1);
  g_autoptr (GArray) measured = select_measured (courses, n_courses);
  self->memory = g_ptr_array_new_with_free_func (g_free);
  self->epochs = g_array_new (FALSE, FALSE, sizeof (guint));
  self->places = g_array_new (FALSE, FALSE, sizeof (PlotPlace));
  self->draws = g_array_new (FALSE, FALSE, sizeof (guint));
  for (ViewTransferCurve which = 0; which < VIEW_N_TRANSFER_CURVES; which++)
    self->lines[which] = g_array_new (FALSE, FALSE, sizeof (PlotPointLine));
  list_epochs (self, (const ViewTransferCourse *)measured->data, measured->len);
  add_lines (self, (const ViewTransferCourse *)measured->data, measured->len);
  make_plots (self);
  return self;
}

void
view_transfer_curves_free (ViewTransferCurves *curves)
{
  g_ptr_array_unref (curves->memory);
  g_array_unref (curves->epochs);
  g_array_unref (curves->places);
  g_array_unref (curves->draws);
  for (ViewTransferCurve which = 0; which < VIEW_N_TRANSFER_CURVES; which++)
    g_array_unref (curves->lines[which]);
  g_free (curves);
}

const PlotPointplot *
view_transfer_curves_plot (const ViewTransferCurves *curves, ViewTransferCurve which)
{
  g_return_val_if_fail (which < VIEW_N_TRANSFER_CURVES, NULL);

  return &curves->plots[which];
}

char *
view_transfer_curves_describe (const ViewTransferCurves *curves,
                               ViewTransferCurve which,
                               guint line,
                               guint place)
{
  const PlotPointLine *of = &g_array_index (curves->lines[which], PlotPointLine, line);
  guint epoch = g_array_index (curves->epochs, guint, place), n = g_array_index (curves->draws, guint, line);
  g_autofree char *value = which == VIEW_TRANSFER_ACCURACY_CURVES ? plot_format_percent (of->y[place])
                                                                  : plot_format_number (of->y[place]);
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%s, epoch %u: %s, %u draw", "%s, epoch %u: %s, %u draws", n), of->name,
      epoch, value, n);
}

/* Those of a study */

/* The block that is shown of what tunes one: the one asked for, or the last; -1 where nothing does. */
static gint
find_block (const ViewTransfer *view)
{
  const GArray *blocks = view_transfer_blocks (view);
  gint asked = view_transfer_options (view)->block;
  return asked > 0 ? asked : blocks->len == 0 ? -1 : g_array_index (blocks, gint, blocks->len - 1);
}

/* Of one method all repeats. `records` keeps what the courses have. */
static gboolean
read_courses (Study *study, const GPtrArray *transfers, GArray *courses, GPtrArray *records, GError **error)
{
  for (guint i = 0; i < transfers->len; i++) {
    const StudyTransfer *transfer = transfers->pdata[i];
    GPtrArray *epochs = study_transfer_records (study, transfer->id, error);
    if (epochs == NULL)
      return FALSE;
    const ViewTransferCourse course
        = { .method = study_transfer_method (transfer), .block = transfer->block, .records = epochs };
    g_ptr_array_add (records, epochs);
    g_array_append_val (courses, course);
  }
  return TRUE;
}

ViewTransferCurves *
view_transfer_curves_read (Study *study, const ViewTransfer *view, GError **error)
{
  g_autoptr (GArray) courses = g_array_new (FALSE, FALSE, sizeof (ViewTransferCourse));
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  const GArray *methods = view_transfer_table (view);
  gint block = find_block (view);
  for (guint m = 0; m < methods->len; m++) {
    const ViewTransferMethod *method = &g_array_index (methods, ViewTransferMethod, m);
    gboolean shown = method->method != TRANSFER_RIDGE && (method->block < 0 || method->block == block);
    if (shown && !read_courses (study, view_transfer_repeats (view, method), courses, records, error))
      return NULL;
  }
  ViewTransferCurves *curves
      = view_transfer_curves_new ((const ViewTransferCourse *)courses->data, courses->len);
  if (view_transfer_curves_plot (curves, VIEW_TRANSFER_NC1_CURVES)->n_lines > 0)
    return curves;
  view_transfer_curves_free (curves);
  g_set_error (error, STUDY_ERROR, STUDY_ERROR_NOT_FOUND,
               _ ("%s: these fine-tunings were measured before and after alone; transfer.metrics-every says "
                  "how often they are"),
               study_path (study));
  return NULL;
}
