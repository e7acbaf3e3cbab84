#include "app/transfer-digest.h"

#include "training/regime-groups.h"

void
collapsar_transfer_run_clear (CollapsarTransferRun *run)
{
  g_clear_pointer (&run->regime, regime_unref);
}

void
collapsar_transfer_digest_free (CollapsarTransferDigest *digest)
{
  if (digest == NULL)
    return;
  g_ptr_array_unref (digest->sources);
  g_ptr_array_unref (digest->targets);
  g_free (digest->source);
  g_free (digest->target);
  g_array_unref (digest->shots);
  g_clear_pointer (&digest->view, view_transfer_unref);
  g_array_unref (digest->methods);
  g_ptr_array_unref (digest->tunings);
  g_free (digest);
}

/* What is asked for; nothing of it changes while the thread is at work. */
typedef struct {
  GArray *rows; /* StudyTransferRow */
  GArray *runs; /* CollapsarTransferRun */
  char *source, *target, *settings;
  guint shots, layer;
  gboolean downstream;
} Request;

static void
request_free (gpointer data)
{
  Request *asked = data;
  g_array_unref (asked->rows);
  g_array_unref (asked->runs);
  g_free (asked->source);
  g_free (asked->target);
  g_free (asked->settings);
  g_free (asked);
}

static const CollapsarTransferRun *
run_at (const Request *asked, guint index)
{
  return &g_array_index (asked->runs, CollapsarTransferRun, index);
}

static const StudyTransferRow *
row_at (const GArray *rows, guint index)
{
  return &g_array_index (rows, StudyTransferRow, index);
}

static void
add_once (GPtrArray *texts, const char *text)
{
  if (!g_ptr_array_find_with_equal_func (texts, text, g_str_equal, NULL))
    g_ptr_array_add (texts, g_strdup (text));
}

/* What is wanted where it is there, else the first. */
static char *
choose (GPtrArray *texts, const char *wanted)
{
  if (g_ptr_array_find_with_equal_func (texts, wanted, g_str_equal, NULL))
    return g_strdup (wanted);
  return g_strdup (texts->len == 0 ? wanted : texts->pdata[0]);
}

static void
find_sources (CollapsarTransferDigest *digest, const Request *asked)
{
  const char *selected = asked->source;
  for (guint i = 0; i < asked->runs->len; i++) {
    const char *source = regime_get (run_at (asked, i)->regime, "data.source");
    add_once (digest->sources, source);
    if (*asked->source == '\0' && run_at (asked, i)->selected)
      selected = source;
  }
  digest->source = choose (digest->sources, selected);
}

static const CollapsarTransferRun *
find_run (const CollapsarTransferDigest *digest, const Request *asked, gint64 id)
{
  for (guint i = 0; i < asked->runs->len; i++)
    if (run_at (asked, i)->id == id
        && g_str_equal (regime_get (run_at (asked, i)->regime, "data.source"), digest->source))
      return run_at (asked, i);
  return NULL;
}

static gint
compare_shots (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *)a - 1, y = *(const guint *)b - 1; /* all, which is 0, is the most */
  return (x > y) - (x < y);
}

static void
note_shots (CollapsarTransferDigest *digest, guint shots)
{
  for (guint i = 0; i < digest->shots->len; i++)
    if (g_array_index (digest->shots, guint, i) == shots)
      return;
  g_array_append_val (digest->shots, shots);
  g_array_sort (digest->shots, compare_shots);
}

/* The first that there is, else what the selected run's own settings ask for. */
static char *
choose_target (CollapsarTransferDigest *digest, const Request *asked)
{
  for (guint i = 0; digest->targets->len == 0 && i < asked->runs->len; i++)
    if (run_at (asked, i)->selected) {
      g_autoptr (CollapsarTransferTask) task = collapsar_transfer_task_of_regime (run_at (asked, i)->regime);
      return collapsar_transfer_task_key (task);
    }
  return choose (digest->targets, "");
}

/* Those of the source's visible runs that were tuned on the target. */
static GArray *
select_rows (CollapsarTransferDigest *digest, const Request *asked)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (StudyTransferRow));
  for (guint i = 0; i < asked->rows->len; i++) {
    const StudyTransfer *transfer = row_at (asked->rows, i)->transfer;
    g_autoptr (CollapsarTransferTask) task = collapsar_transfer_task_of (transfer);
    g_ptr_array_add (keys, collapsar_transfer_task_key (task));
    if (find_run (digest, asked, transfer->run) != NULL)
      add_once (digest->targets, keys->pdata[i]);
  }
  digest->target = *asked->target == '\0' ? choose_target (digest, asked) : g_strdup (asked->target);
  for (guint i = 0; i < asked->rows->len; i++) {
    const CollapsarTransferRun *run = find_run (digest, asked, row_at (asked->rows, i)->transfer->run);
    if (run == NULL || !g_str_equal (keys->pdata[i], digest->target))
      continue;
    note_shots (digest, row_at (asked->rows, i)->transfer->shots);
    digest->n_rows++;
    digest->has_backbone |= run->selected;
    if (run->visible || run->selected)
      g_array_append_vals (rows, row_at (asked->rows, i), 1);
  }
  return rows;
}

static guint
selected_group (const Request *asked)
{
  for (guint i = 0; i < asked->runs->len; i++)
    if (run_at (asked, i)->selected)
      return run_at (asked, i)->group;
  return 0;
}

static ViewTransfer *
make_view (const CollapsarTransferDigest *digest, const Request *asked, const GArray *rows, gint block)
{
  g_autofree ViewTransferRun *runs = g_new (ViewTransferRun, asked->runs->len);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < asked->runs->len; i++) {
    const CollapsarTransferRun *run = run_at (asked, i);
    g_ptr_array_add (names, regime_name_without_seed (run->regime));
    runs[i] = (ViewTransferRun){ run->id, run->group, names->pdata[i], run->style };
  }
  const ViewTransferOptions options = {
    .method = TRANSFER_PROBE,
    .block = block,
    .shots = digest->shown_shots,
    .nc1 = asked->downstream ? VIEW_TRANSFER_TRAIN_NC1 : VIEW_TRANSFER_SOURCE_NC1,
    .group = selected_group (asked),
    .settings = asked->settings,
  };
  return view_transfer_new (rows, runs, asked->runs->len, &options);
}

static gboolean
has_block (const ViewTransfer *view, gint block)
{
  const GArray *blocks = view_transfer_blocks (view);
  for (guint i = 0; i < blocks->len; i++)
    if (g_array_index (blocks, gint, i) == block)
      return TRUE;
  return FALSE;
}

/* The layer asked for, or the best; a closed-form probe is of the chart of layers. */
static void
select_methods (CollapsarTransferDigest *digest)
{
  const GArray *all = view_transfer_table (digest->view);
  for (guint i = 0; i < all->len; i++) {
    const ViewTransferMethod *method = &g_array_index (all, ViewTransferMethod, i);
    gboolean tunes = method->method == TRANSFER_LAYER || method->method == TRANSFER_SCL;
    if (method->method == TRANSFER_RIDGE || (tunes && method->block != digest->layer))
      continue;
    g_array_append_vals (digest->methods, method, 1);
    g_ptr_array_extend (digest->tunings, view_transfer_repeats (digest->view, method), NULL, NULL);
  }
}

static void
digest_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Request *asked = data;
  CollapsarTransferDigest *digest = g_new0 (CollapsarTransferDigest, 1);
  digest->sources = g_ptr_array_new_with_free_func (g_free);
  digest->targets = g_ptr_array_new_with_free_func (g_free);
  digest->shots = g_array_new (FALSE, FALSE, sizeof (guint));
  digest->methods = g_array_new (FALSE, TRUE, sizeof (ViewTransferMethod));
  digest->tunings = g_ptr_array_new ();
  find_sources (digest, asked);
  g_autoptr (GArray) rows = select_rows (digest, asked);
  digest->shown_shots = asked->shots;
  if (rows->len > 0) {
    digest->view
        = make_view (digest, asked, rows, asked->layer > 0 ? (gint)asked->layer : VIEW_TRANSFER_LAST_BLOCK);
    gint best = view_transfer_best_block (digest->view);
    digest->layer = has_block (digest->view, (gint)asked->layer) ? (gint)asked->layer : best;
    if (digest->layer > 0 && digest->layer != (gint)asked->layer) {
      view_transfer_unref (digest->view);
      digest->view = make_view (digest, asked, rows, digest->layer);
    }
    digest->shown_shots = view_transfer_options (digest->view)->shots;
    select_methods (digest);
  }
  g_task_return_pointer (task, digest, (GDestroyNotify)collapsar_transfer_digest_free);
}

void
collapsar_transfer_digest_async (CollapsarTransfers *transfers,
                                 GArray *runs,
                                 CollapsarTransferChoice *choice,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (COLLAPSAR_IS_TRANSFERS (transfers));
  g_return_if_fail (COLLAPSAR_IS_TRANSFER_CHOICE (choice));

  /* The task holds `transfers`, and with it what the rows point to. */
  g_autoptr (GTask) task = g_task_new (transfers, cancellable, callback, user_data);
  Request *asked = g_new0 (Request, 1);
  asked->rows = g_array_ref (collapsar_transfers_rows (transfers));
  asked->runs = runs;
  asked->source = g_strdup (collapsar_transfer_choice_source (choice));
  asked->target = g_strdup (collapsar_transfer_choice_target (choice));
  asked->settings = g_strdup (collapsar_transfer_choice_settings (choice));
  asked->shots = collapsar_transfer_choice_shots (choice);
  asked->layer = collapsar_transfer_choice_layer (choice);
  asked->downstream = collapsar_transfer_choice_is_downstream (choice);
  g_task_set_name (task, "CollapsarTransferDigest");
  g_task_set_task_data (task, asked, request_free);
  g_task_run_in_thread (task, digest_in_thread);
}

CollapsarTransferDigest *
collapsar_transfer_digest_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
