/* Fine-tunings as charts, their means by hand. */
#include "view/transfer-figure.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* Two repeats of one regime (runs 1 and 2) and another regime (run 3). */
static const ViewTransferRun runs[]
    = { { 1, 0, "Head: none", 0 }, { 2, 0, "Head: none", 0 }, { 3, 1, "Head: two", 1 } };

typedef struct {
  GArray *rows;
  GPtrArray *transfers;
} Rows;

static void
add (Rows *rows,
     gint64 run,
     guint epoch,
     const char *method,
     gint block,
     guint shots,
     double accuracy,
     double nc1,
     double source)
{
  StudyTransfer *transfer = g_new0 (StudyTransfer, 1);
  const StudyTransferRow row = { transfer, "run", source };
  transfer->run = run;
  transfer->epoch = epoch;
  transfer->target = g_strdup ("mnist");
  transfer->method = g_strdup (method);
  transfer->block = block;
  transfer->shots = shots;
  transfer->seed = (gint64)rows->rows->len + 1;
  transfer->settings
      = g_strdup_printf ("[transfer]\nlabels=fine\nclasses=all\nseed=%u\n", rows->rows->len + 1);
  transfer->test_accuracy = accuracy;
  transfer->nc1 = nc1;
  transfer->nc1_test = 2 * nc1;
  transfer->trained = 25;
  transfer->parameters = 100;
  g_ptr_array_add (rows->transfers, transfer);
  g_array_append_val (rows->rows, row);
}

static Rows
make_rows (void)
{
  Rows rows = { g_array_new (FALSE, FALSE, sizeof (StudyTransferRow)),
                g_ptr_array_new_with_free_func ((GDestroyNotify)study_transfer_free) };
  add (&rows, 1, 9, "probe", -1, 0, 0.6, 1, 0.01);
  add (&rows, 2, 9, "probe", -1, 0, 0.8, 4, 0.04);
  add (&rows, 3, 9, "probe", -1, 0, 0.9, 9, 0.5);
  add (&rows, 1, 9, "probe", -1, 5, 0.3, 1, 0.01);
  add (&rows, 1, 9, "scl", 1, 5, 0.5, 1, 0.01);
  add (&rows, 1, 9, "scl", 2, 5, 0.4, 1, 0.01);
  add (&rows, 1, 9, "ridge", 0, 0, 0.5, 3, 0.01);
  add (&rows, 1, 9, "ridge", 1, 0, 0.9, 2, 0.01);
  add (&rows, 1, 9, "ridge", 2, 0, 0.7, 1, 0.01);
  return rows;
}

static void
rows_clear (Rows *rows)
{
  g_array_unref (rows->rows);
  g_ptr_array_unref (rows->transfers);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rows, rows_clear)

static const ViewTransferOptions probe = { .method = TRANSFER_PROBE, .block = VIEW_TRANSFER_LAST_BLOCK };

/* A regime is one point: the mean of its runs' accuracies, the geometric mean of their NC1, each with its
 * deviation; a single one has no bars. */
static void
test_scatter (void)
{
  g_auto (Rows) rows = make_rows ();
  g_autoptr (ViewTransfer) view = view_transfer_new (rows.rows, runs, 3, &probe);
  const PlotScatter *scatter = view_transfer_scatter (view);
  g_assert_cmpuint (scatter->n_points, ==, 2);
  const PlotScatterPoint *point = &scatter->points[0];
  g_assert_cmpfloat_with_epsilon (point->y, 0.7, 1e-12);
  g_assert_cmpfloat_with_epsilon (point->x, 0.02, 1e-12);
  g_assert_cmpfloat_with_epsilon (point->y_high - point->y_low, 2 * sqrt (0.02), 1e-12);
  g_assert_cmpfloat_with_epsilon (point->x_high / point->x, exp (log (4) / sqrt (2)), 1e-9);
  g_assert_cmpstr (point->label, ==, "none");
  g_assert_cmpstr (scatter->points[1].label, ==, "two");
  g_assert_true (isnan (scatter->points[1].y_low));
  g_assert_cmpint (view_transfer_point_run (view, 1), ==, 3);
  ViewTransferOptions options = probe;
  options.nc1 = VIEW_TRANSFER_TEST_NC1;
  g_autoptr (ViewTransfer) test = view_transfer_new (rows.rows, runs, 3, &options);
  g_assert_cmpfloat_with_epsilon (view_transfer_scatter (test)->points[0].x, 4, 1e-12);
}

/* Seven epochs of one regime have no trend beside the line that joins them; with one of another they have. */
static void
test_epochs (void)
{
  g_auto (Rows) rows = make_rows ();
  for (guint epoch = 0; epoch < 6; epoch++)
    add (&rows, 3, epoch, "probe", -1, 0, 0.5 + epoch / 20.0, 1, 1.0 / (epoch + 1));
  g_autoptr (ViewTransfer) one = view_transfer_new (rows.rows, runs + 2, 1, &probe);
  g_assert_cmpuint (view_transfer_scatter (one)->n_points, ==, 7);
  g_assert_cmpuint (view_transfer_scatter (one)->n_trend, ==, 0);
  g_assert_true (g_strv_contains (view_transfer_scatter (one)->facts, "n = 7 epochs of 1 regime"));
  g_autoptr (ViewTransfer) two = view_transfer_new (rows.rows, runs, 3, &probe);
  g_assert_cmpuint (view_transfer_scatter (two)->n_points, ==, 8);
  g_assert_cmpuint (view_transfer_scatter (two)->n_trend, >, 0);
  g_assert_true (g_strv_contains (view_transfer_scatter (two)->facts, "n = 8 epochs of 2 regimes"));
}

static void
add_with (Rows *rows, const char *settings, double accuracy)
{
  add (rows, 3, 9, "probe", -1, 0, accuracy, 1, 0.5);
  StudyTransfer *transfer = rows->transfers->pdata[rows->transfers->len - 1];
  g_free (transfer->settings);
  transfer->settings = g_strdup_printf ("[transfer]\ntarget=%s\n%sseed=%u\n", accuracy < 0.5 ? "mnist" : "",
                                        settings, rows->rows->len);
}

/* Shown with these settings: the accuracy, and what is said of the others. */
static void
assert_shown (const Rows *rows, const char *settings, double accuracy, const char *words, const char *others)
{
  ViewTransferOptions options = probe;
  options.settings = settings;
  g_autoptr (ViewTransfer) view = view_transfer_new (rows->rows, runs + 2, 1, &options);
  g_autofree char *left_out = view_transfer_describe_left_out (view);
  g_autofree char *caption = view_transfer_caption (view);
  g_assert_cmpfloat_with_epsilon (view_transfer_scatter (view)->points[0].y, accuracy, 1e-12);
  g_assert_cmpstr (left_out, ==, words);
  g_assert_cmpstr (view_transfer_other_settings (view), ==, others);
  g_assert_nonnull (strstr (caption, words));
  const StudyTransfer *example = view_transfer_example (view, FALSE, FALSE);
  g_assert_cmpfloat_with_epsilon (example->test_accuracy, accuracy, 0.1001);
  g_assert_null (view_transfer_example (view, FALSE, TRUE));
  g_assert_null (view_transfer_example (view, TRUE, FALSE));
}

/* Of two numbers of epochs that which more methods have is shown, so that they can be compared, though the
 * other has more; what only reads is not asked. */
static void
test_common_settings (void)
{
  static const struct {
    const char *method, *settings;
    guint n;
  } all[] = { { "probe", "epochs=30\n", 3 },
              { "probe", "epochs=15\n", 1 },
              { "full", "epochs=15\n", 1 },
              { "ridge", "epochs=30\n", 2 } };
  g_auto (Rows) rows = { g_array_new (FALSE, FALSE, sizeof (StudyTransferRow)),
                         g_ptr_array_new_with_free_func ((GDestroyNotify)study_transfer_free) };
  for (gsize k = 0; k < G_N_ELEMENTS (all); k++)
    for (guint i = 0; i < all[k].n; i++) {
      add_with (&rows, all[k].settings, k == 1 ? 0.75 : 0.25);
      StudyTransfer *transfer = rows.transfers->pdata[rows.transfers->len - 1];
      g_free (transfer->method);
      transfer->method = g_strdup (all[k].method);
      transfer->block = k == 3 ? (gint)i : -1;
    }
  g_autoptr (ViewTransfer) view = view_transfer_new (rows.rows, runs + 2, 1, &probe);
  g_assert_cmpfloat (view_transfer_scatter (view)->points[0].y, ==, 0.75);
  g_assert_cmpuint (view_transfer_n_left_out (view), ==, 3);
}

/* Those that most have are shown, and whatever is left out can be, one after the other; the seed and the
 * target's other name are no difference. */
static void
test_settings (void)
{
  g_auto (Rows) rows = { g_array_new (FALSE, FALSE, sizeof (StudyTransferRow)),
                         g_ptr_array_new_with_free_func ((GDestroyNotify)study_transfer_free) };
  for (guint i = 0; i < 3; i++)
    add_with (&rows, "epochs=15\nbatch=64\n", 0.4 + 0.1 * i);
  add_with (&rows, "epochs=30\nbatch=64\n", 0.8);
  add_with (&rows, "epochs=30\nbatch=64\n", 0.8);
  add_with (&rows, "epochs=15\nbatch=32\n", 0.9);
  assert_shown (&rows, NULL, 0.5,
                "3 fine-tunings with other settings (Epochs 30 instead of 15) are left out.", "epochs=30");
  assert_shown (&rows, "epochs=30", 0.8,
                "4 fine-tunings with other settings (Epochs 15 instead of 30) are left out.",
                "epochs=15\nepochs=30");
  assert_shown (&rows, "batch=32", 0.9,
                "5 fine-tunings with other settings (Batch size 64 instead of 32) are left out.",
                "batch=64\nbatch=32");
}

/* What there is to choose from, all samples last; what there is not is the first of that. */
static void
test_choices (void)
{
  g_auto (Rows) rows = make_rows ();
  ViewTransferOptions options = { .method = TRANSFER_FULL, .shots = 7, .group = 9 };
  g_autoptr (ViewTransfer) view = view_transfer_new (rows.rows, runs, 3, &options);
  const GArray *shots = view_transfer_shots (view);
  g_assert_cmpuint (shots->len, ==, 2);
  g_assert_cmpuint (g_array_index (shots, guint, 0), ==, 5);
  g_assert_cmpuint (g_array_index (shots, guint, 1), ==, 0);
  g_assert_cmpint (view_transfer_options (view)->method, ==, TRANSFER_PROBE);
  g_assert_cmpuint (view_transfer_options (view)->shots, ==, 5);
  g_assert_cmpuint (view_transfer_options (view)->group, ==, 0);
  g_assert_cmpint (view_transfer_best_block (view), ==, 1);
  g_assert_cmpuint (view_transfer_blocks (view)->len, ==, 2);
  g_assert_cmpstr (view_transfer_tasks (view)[0], ==, "mnist");
  g_assert_null (view_transfer_tasks (view)[1]);
}

/* The layers of least NC1 and of best accuracy are both marked, and once where they are the same. */
static void
test_layers (void)
{
  g_auto (Rows) rows = make_rows ();
  g_autoptr (ViewTransfer) view = view_transfer_new (rows.rows, runs, 3, &probe);
  const PlotPointplot *layers = view_transfer_layers (view);
  g_assert_cmpuint (layers->n_places, ==, 3);
  g_assert_cmpuint (layers->n_marks, ==, 2);
  g_assert_cmpuint (layers->marks[0].place, ==, 1);
  g_assert_cmpuint (layers->marks[1].place, ==, 2);
  ((StudyTransfer *)rows.transfers->pdata[7])->nc1 = 0.5;
  g_autoptr (ViewTransfer) same = view_transfer_new (rows.rows, runs, 3, &probe);
  g_assert_cmpuint (view_transfer_layers (same)->n_marks, ==, 1);
  g_assert_cmpuint (view_transfer_layers (same)->marks[0].place, ==, 1);
}

/* A curve for each method, at the block that is chosen. */
static void
test_few_shot (void)
{
  g_auto (Rows) rows = make_rows ();
  ViewTransferOptions options = probe;
  options.block = 1;
  g_autoptr (ViewTransfer) view = view_transfer_new (rows.rows, runs, 3, &options);
  const PlotPointplot *few = view_transfer_few_shot (view);
  g_assert_cmpuint (few->n_lines, ==, 2);
  g_assert_cmpstr (few->places[0].name, ==, "5");
  g_assert_cmpfloat_with_epsilon (few->lines[0].y[0], 0.5, 1e-12);
  g_assert_true (isnan (few->lines[0].y[1]));
  g_assert_cmpfloat_with_epsilon (few->lines[1].y[1], 0.7, 1e-12);
}

/* The same fine-tunings give the same bytes, with settings and seeds in them. */
static void
test_figure (void)
{
  g_auto (Rows) rows = make_rows ();
  g_autofree char *folder = g_dir_make_tmp ("view-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.svg", NULL);
  const PlotPage page = { .width = 500, .height = 220, .theme = PLOT_THEME_PRINT, .format = PLOT_FORMAT_SVG };
  g_autofree char *settings = view_transfer_figure_settings (rows.rows);
  char *contents[2];
  gsize lengths[2];
  g_assert_nonnull (strstr (settings, "seed=1,2,3,4"));
  for (guint i = 0; i < 2; i++) {
    g_autoptr (ViewTransfer) view = view_transfer_new (rows.rows, runs, 3, &probe);
    g_autofree char *caption = view_transfer_caption (view);
    PlotPanel panels[VIEW_TRANSFER_N_PANELS];
    const PlotFigure figure = view_transfer_figure_on_page (view, &page, panels, caption, settings);
    g_assert_true (plot_figure_save (&figure, path, NULL));
    g_assert_true (g_file_get_contents (path, &contents[i], &lengths[i], NULL));
    g_unlink (path);
  }
  g_assert_cmpmem (contents[0], lengths[0], contents[1], lengths[1]);
  g_assert_nonnull (strstr (contents[0], "seed=1,2,3,4"));
  g_free (contents[0]);
  g_free (contents[1]);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/transfer/scatter", test_scatter);
  g_test_add_func ("/view/transfer/epochs", test_epochs);
  g_test_add_func ("/view/transfer/settings", test_settings);
  g_test_add_func ("/view/transfer/common-settings", test_common_settings);
  g_test_add_func ("/view/transfer/choices", test_choices);
  g_test_add_func ("/view/transfer/layers", test_layers);
  g_test_add_func ("/view/transfer/few-shot", test_few_shot);
  g_test_add_func ("/view/transfer/figure", test_figure);
  return g_test_run ();
}
