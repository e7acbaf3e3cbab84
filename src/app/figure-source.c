#include "app/figure-source.h"

#include <math.h>

#include "view/figure-data.h"
#include "view/figure-look.h"
#include "view/figure-panels.h"
#include "view/figure-samples.h"
#include "view/transfer-figure.h"

struct _CollapsarFigureSource {
  gatomicrefcount references;
  GMutex mutex; /* of whom draws */
  char *name;
  GPtrArray *command;
  /* Of runs: */
  ViewFigureLook look;
  double *epochs;
  guint32 *chosen;
  PlotCamera *camera;
  double *frame;
  GArray *runs;         /* of ViewFigureRuns */
  GPtrArray *histories; /* that these point to, in their order */
  GArray *ids;          /* of gint64: of these in the study */
  GPtrArray *tests;     /* of each of runs the test data, and, where all samples are drawn, its checkpoints */
  GPtrArray *checkpoints, *samples; /* GPtrArray of these arrays, and of what they gave */
  GError *error;                    /* why not all samples, or no epochs, could be had */
  char *path;                       /* of the study, or NULL */
  ViewFigure *figure;               /* made when it is first drawn */
  ViewFigureKind kind;              /* without panels of its own */
  gboolean has_read;                /* the study's snapshots */
  char *list;                       /* of panels that the figure has; NULL: its kind's */
  GMutex wanted_mutex;
  char *wanted;      /* panels that it is to have next */
  gboolean by_epoch; /* of fine-tunings: what is to be drawn next */
  /* Of fine-tunings: */
  CollapsarTransfers *transfers; /* whose rows they are */
  ViewTransfer *transfer;
  char *caption, *settings;
  PlotPanel panels[VIEW_TRANSFER_N_PANELS];
  ViewTransferCurves *curves; /* read when they are first drawn */
  PlotPanel curve_panels[VIEW_N_TRANSFER_CURVES];
  /* Of trends: */
  ViewTrendsFigure *trends;
};

static CollapsarFigureSource *
source_new (void)
{
  CollapsarFigureSource *source = g_new0 (CollapsarFigureSource, 1);
  g_atomic_ref_count_init (&source->references);
  g_mutex_init (&source->mutex);
  g_mutex_init (&source->wanted_mutex);
  source->name = g_strdup ("figure");
  return source;
}

static void
copy_look (CollapsarFigureSource *source, const ViewFigureLook *look)
{
  source->look = *look;
  source->kind = look->kind;
  source->look.epochs = source->epochs = g_memdup2 (look->epochs, look->n_epochs * sizeof *look->epochs);
  source->look.chosen = source->chosen
      = look->chosen == NULL ? NULL : g_memdup2 (look->chosen, COLLAPSE_N_CHOSEN * sizeof *look->chosen);
  source->look.camera = source->camera
      = look->camera == NULL ? NULL : g_memdup2 (look->camera, sizeof *look->camera);
  source->frame = g_memdup2 (look->frame.data, 3 * look->frame.columns * sizeof (double));
  source->look.frame.data = source->frame;
}

/* The session's history as it is now, with what never changes of it shared. */
static void
add_history (CollapsarFigureSource *source, CollapsarSession *session, CollapsarSession *lead)
{
  const TrainingHistory *history = collapsar_session_history (session);
  TrainingHistory *copy = training_history_new_until (history, training_history_regime (history), G_MAXUINT);
  g_ptr_array_add (source->histories, copy);
  gint64 id = collapsar_session_id (session);
  g_array_append_val (source->ids, id);
  if (session == lead)
    source->look.lead = copy;
}

/* In memory, whence what the study has of them too. */
static void
add_checkpoints (CollapsarFigureSource *source, const TrainerStart *start, const TrainingHistory *history)
{
  g_ptr_array_add (source->tests, dataset_ref ((Dataset *)start->test));
  g_ptr_array_add (source->checkpoints, training_history_list_checkpoints (history));
}

CollapsarFigureSource *
collapsar_figure_source_new_runs (const CollapsarFigureRuns *runs,
                                  guint n_runs,
                                  const ViewFigureLook *look,
                                  CollapsarSession *lead,
                                  const char *path)
{
  CollapsarFigureSource *source = source_new ();
  copy_look (source, look);
  source->look.lead = NULL;
  source->path = g_strdup (path);
  source->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  source->histories = g_ptr_array_new_with_free_func ((GDestroyNotify)training_history_free);
  source->tests = g_ptr_array_new_with_free_func ((GDestroyNotify)dataset_unref);
  source->checkpoints = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  source->samples = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  source->runs = g_array_new (FALSE, TRUE, sizeof (ViewFigureRuns));
  for (guint i = 0; i < n_runs; i++)
    for (guint j = 0; j < runs[i].sessions->len; j++)
      add_history (source, runs[i].sessions->pdata[j], lead);
  for (guint i = 0, place = 0; i < n_runs; i++) {
    const TrainerStart *start = collapsar_session_start_info (runs[i].sessions->pdata[0]);
    const ViewFigureRuns one
        = { .histories = (const TrainingHistory *const *)source->histories->pdata + place,
            .n_histories = runs[i].sessions->len - runs[i].n_failed,
            .n_failed = runs[i].n_failed,
            .data = start == NULL ? NULL : dataset_ref ((Dataset *)start->train),
            .style = runs[i].style };
    g_array_append_val (source->runs, one);
    if (look->all_samples)
      add_checkpoints (source, start, one.histories[0]);
    place += runs[i].sessions->len;
  }
  return source;
}

CollapsarFigureSource *
collapsar_figure_source_new_transfer (CollapsarTransfers *transfers,
                                      ViewTransfer *view,
                                      const char *settings,
                                      const char *path)
{
  CollapsarFigureSource *source = source_new ();
  source->transfers = g_object_ref (transfers);
  source->transfer = view_transfer_ref (view);
  source->caption = view_transfer_caption (view);
  source->settings = g_strdup (settings);
  source->path = g_strdup (path);
  return source;
}

CollapsarFigureSource *
collapsar_figure_source_new_trends (ViewTrendsFigure *figure)
{
  CollapsarFigureSource *source = source_new ();
  source->trends = figure;
  return source;
}

CollapsarFigureSource *
collapsar_figure_source_ref (CollapsarFigureSource *source)
{
  g_atomic_ref_count_inc (&source->references);
  return source;
}

static gboolean
unref_transfers (gpointer transfers)
{
  g_object_unref (transfers);
  return G_SOURCE_REMOVE;
}

void
collapsar_figure_source_unref (CollapsarFigureSource *source)
{
  if (!g_atomic_ref_count_dec (&source->references))
    return;
  g_clear_pointer (&source->figure, view_figure_free);
  for (guint i = 0; source->runs != NULL && i < source->runs->len; i++)
    g_clear_pointer (&g_array_index (source->runs, ViewFigureRuns, i).data, dataset_unref);
  g_clear_pointer (&source->runs, g_array_unref);
  g_clear_pointer (&source->histories, g_ptr_array_unref);
  g_clear_pointer (&source->ids, g_array_unref);
  g_clear_pointer (&source->tests, g_ptr_array_unref);
  g_clear_pointer (&source->checkpoints, g_ptr_array_unref);
  g_clear_pointer (&source->samples, g_ptr_array_unref);
  g_clear_error (&source->error);
  g_clear_pointer (&source->transfer, view_transfer_unref);
  g_clear_pointer (&source->curves, view_transfer_curves_free);
  g_clear_pointer (&source->trends, view_trends_figure_free);
  g_clear_pointer (&source->command, g_ptr_array_unref);
  /* Which lives in the main thread, and the last to let go may be a worker. */
  if (source->transfers != NULL)
    g_idle_add_full (G_PRIORITY_DEFAULT, unref_transfers, source->transfers, NULL);
  g_free (source->path);
  g_free (source->epochs);
  g_free (source->chosen);
  g_free (source->camera);
  g_free (source->frame);
  g_free (source->caption);
  g_free (source->settings);
  g_free (source->name);
  g_free (source->list);
  g_free (source->wanted);
  g_mutex_clear (&source->mutex);
  g_mutex_clear (&source->wanted_mutex);
  g_free (source);
}

void
collapsar_figure_source_set_name (CollapsarFigureSource *source, const char *name)
{
  g_free (source->name);
  source->name = g_strdup (name);
}

const char *
collapsar_figure_source_get_name (const CollapsarFigureSource *source)
{
  return source->name;
}

void
collapsar_figure_source_set_command (CollapsarFigureSource *source, GPtrArray *words)
{
  g_clear_pointer (&source->command, g_ptr_array_unref);
  source->command = words;
}

char *
collapsar_figure_source_command (const CollapsarFigureSource *source, const PlotPage *page, const char *file)
{
  if (source->command == NULL)
    return NULL;
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < source->command->len; i++) {
    const char *word = source->command->pdata[i];
    /* Which has every method. */
    if (source->by_epoch && (g_str_equal (word, "--method") || g_str_equal (word, "--nc1"))) {
      i++;
      continue;
    }
    /* The panels stand in the place of the kind. */
    gboolean kind = source->wanted != NULL && g_str_equal (word, "--kind");
    g_ptr_array_add (words, g_strdup (kind ? "--panels" : word));
    if (kind)
      g_ptr_array_add (words, g_strdup (source->wanted));
    i += kind;
  }
  if (source->by_epoch)
    g_ptr_array_add (words, g_strdup ("--by-epoch"));
  view_page_add_options (words, page);
  g_ptr_array_add (words, g_strdup ("-o"));
  g_ptr_array_add (words, g_strdup (file));
  return view_command_line (words);
}

guint
collapsar_figure_source_n_runs (const CollapsarFigureSource *source)
{
  return source->runs == NULL ? 0 : source->runs->len;
}

const char *
collapsar_figure_source_run_name (const CollapsarFigureSource *source, guint run)
{
  const ViewFigureRuns *runs = &g_array_index (source->runs, ViewFigureRuns, run);
  return regime_name (training_history_regime (runs->histories[0]));
}

gboolean
collapsar_figure_source_set_panels (CollapsarFigureSource *source, const char *list, GError **error)
{
  g_autoptr (GArray) panels
      = *list == '\0' ? NULL : view_panels_read (list, collapsar_figure_source_n_runs (source), error);
  if (*list != '\0' && panels == NULL)
    return FALSE;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&source->wanted_mutex);
  g_free (source->wanted);
  source->wanted = panels == NULL ? NULL : g_strdup (list);
  return TRUE;
}

gboolean
collapsar_figure_source_has_epochs (const CollapsarFigureSource *source)
{
  return source->transfer != NULL && source->path != NULL;
}

void
collapsar_figure_source_set_by_epoch (CollapsarFigureSource *source, gboolean by_epoch)
{
  g_return_if_fail (!by_epoch || collapsar_figure_source_has_epochs (source));

  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&source->wanted_mutex);
  source->by_epoch = by_epoch;
}

/* The study keeps fewer snapshots than a run that was trained here has in memory, and these a bit coarser. */
static void
read_snapshots (CollapsarFigureSource *source)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Study) study = study_open (source->path, STUDY_READ, &error);
  for (guint i = 0; study != NULL && error == NULL && i < source->histories->len; i++)
    study_read_snapshots (study, g_array_index (source->ids, gint64, i), source->histories->pdata[i], &error);
  if (error != NULL)
    g_debug ("The figure is of what is in memory: %s", error->message);
}

/* Takes over the panels that are wanted, and lets go of the figure that has others. */
static void
take_panels (CollapsarFigureSource *source)
{
  g_mutex_lock (&source->wanted_mutex);
  g_autofree char *wanted = g_strdup (source->wanted);
  g_mutex_unlock (&source->wanted_mutex);
  if (g_strcmp0 (wanted, source->list) == 0)
    return;
  g_clear_pointer (&source->figure, view_figure_free);
  g_free (source->list);
  source->list = g_steal_pointer (&wanted);
  source->look.panels = source->list;
  source->look.kind = source->list != NULL ? VIEW_FIGURE_COMPOSED : source->kind;
}

/* Of each run's checkpoint; without them its watch set is drawn, which its note says. */
static void
evaluate (CollapsarFigureSource *source)
{
  for (guint i = 0; i < source->runs->len && source->error == NULL; i++) {
    ViewFigureRuns *run = &g_array_index (source->runs, ViewFigureRuns, i);
    Dataset *const data[] = { run->data, source->tests->pdata[i] };
    GPtrArray *samples = view_figure_samples_new (
        &source->look, run->histories[0], source->checkpoints->pdata[i], data, 0, NULL, &source->error);
    if (samples != NULL)
      g_ptr_array_add (source->samples, samples);
    run->samples = samples;
  }
}

static void
make_figure (CollapsarFigureSource *source)
{
  if (source->look.all_samples && source->samples->len == 0 && source->error == NULL)
    evaluate (source);
  if (source->path != NULL && source->look.kind != VIEW_FIGURE_CURVES && !source->has_read) {
    read_snapshots (source);
    source->has_read = TRUE;
  }
  source->figure
      = view_figure_new ((const ViewFigureRuns *)source->runs->data, source->runs->len, &source->look);
}

static void
read_curves (CollapsarFigureSource *source)
{
  g_autoptr (Study) study = study_open (source->path, STUDY_READ, &source->error);
  if (study != NULL)
    source->curves = view_transfer_curves_read (study, source->transfer, &source->error);
}

static PlotFigure
put_transfers_on_page (CollapsarFigureSource *source, const PlotPage *page)
{
  g_mutex_lock (&source->wanted_mutex);
  gboolean by_epoch = source->by_epoch;
  g_mutex_unlock (&source->wanted_mutex);
  if (!by_epoch)
    g_clear_error (&source->error);
  else if (source->curves == NULL && source->error == NULL)
    read_curves (source);
  if (by_epoch && source->curves != NULL)
    return view_transfer_curves_figure_on_page (source->curves, page, source->curve_panels, source->settings);
  return view_transfer_figure_on_page (source->transfer, page, source->panels, source->caption,
                                       source->settings);
}

/* While the mutex is held. */
static PlotFigure
put_on_page (CollapsarFigureSource *source, const PlotPage *page)
{
  if (source->trends != NULL)
    return view_trends_figure_on_page (source->trends, page);
  if (source->transfer != NULL)
    return put_transfers_on_page (source, page);
  take_panels (source);
  if (source->figure == NULL)
    make_figure (source);
  return view_figure_on_page (source->figure, page);
}

/* Once it is made: no file of a part is said to be of all. */
static gboolean
is_whole (const CollapsarFigureSource *source, GError **error)
{
  if (source->error == NULL)
    return TRUE;
  if (error != NULL)
    *error = g_error_copy (source->error);
  return FALSE;
}

PlotPage
collapsar_figure_source_fit (CollapsarFigureSource *source, const PlotPage *page)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&source->mutex);
  return put_on_page (source, page).page;
}

gboolean
collapsar_figure_source_save (CollapsarFigureSource *source,
                              const PlotPage *page,
                              const char *path,
                              GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&source->mutex);
  const PlotFigure figure = put_on_page (source, page);
  return is_whole (source, error) && view_figure_save (&figure, path, error);
}

GBytes *
collapsar_figure_source_to_bytes (CollapsarFigureSource *source, const PlotPage *page, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&source->mutex);
  const PlotFigure figure = put_on_page (source, page);
  return is_whole (source, error) ? plot_figure_to_bytes (&figure, error) : NULL;
}

void
collapsar_figure_source_draw (CollapsarFigureSource *source, const PlotPage *page, cairo_t *cr)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&source->mutex);
  const PlotFigure figure = put_on_page (source, page);
  plot_figure_draw (cr, &figure);
}

GdkTexture *
collapsar_figure_source_render (CollapsarFigureSource *source, const PlotPage *page, double scale)
{
  const PlotPage fitted = collapsar_figure_source_fit (source, page);
  int width = MAX (1, (int)lround (fitted.width * scale));
  int height = MAX (1, (int)lround (fitted.height * scale));
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);
  plot_set_source (cr, plot_theme (page->theme)->background);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  collapsar_figure_source_draw (source, &fitted, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  gsize stride = (gsize)cairo_image_surface_get_stride (surface);
  guint32 *pixels = (guint32 *)(gpointer)cairo_image_surface_get_data (surface);
  /* The fourth byte of RGB24 is nobody's. */
  for (gsize i = 0; i < stride / sizeof *pixels * (gsize)height; i++)
    pixels[i] |= 0xff000000u;
  g_autoptr (GBytes) bytes = g_bytes_new_with_free_func (pixels, stride * (gsize)height,
                                                         (GDestroyNotify)cairo_surface_destroy, surface);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}
