#include "app/recent-card.h"

#include <glib/gi18n.h>

#include "app/sparkline.h"
#include "app/study.h"
#include "study/study.h"

/* More lines than these are a tangle. */
#define MOST_CURVES 4

struct _CollapsarRecentCard {
  GtkFlowBoxChild parent_instance;

  CollapsarSparkline *sparkline;
  GtkLabel *name;
  GtkLabel *summary;
  GtkLabel *when;

  char *path;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (CollapsarRecentCard, collapsar_recent_card, GTK_TYPE_FLOW_BOX_CHILD)

/* What is read of the file. */
typedef struct {
  char *summary;
  GPtrArray *histories; /* of TrainingHistory: of one run for each of the first regimes */
  GArray *styles;       /* of guint, theirs */
} Contents;

static void
contents_free (gpointer data)
{
  Contents *contents = data;
  g_free (contents->summary);
  g_ptr_array_unref (contents->histories);
  g_array_unref (contents->styles);
  g_free (contents);
}

static void
collapsar_recent_card_dispose (GObject *object)
{
  g_cancellable_cancel (COLLAPSAR_RECENT_CARD (object)->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), COLLAPSAR_TYPE_RECENT_CARD);
  G_OBJECT_CLASS (collapsar_recent_card_parent_class)->dispose (object);
}

static void
collapsar_recent_card_finalize (GObject *object)
{
  CollapsarRecentCard *self = COLLAPSAR_RECENT_CARD (object);
  g_clear_object (&self->cancellable);
  g_free (self->path);
  G_OBJECT_CLASS (collapsar_recent_card_parent_class)->finalize (object);
}

/* For assistive technologies: GTK 4.8 tells them nothing of a click on a card. */
static void
activate (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate (widget);
}

static void
collapsar_recent_card_class_init (CollapsarRecentCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_recent_card_dispose;
  G_OBJECT_CLASS (klass)->finalize = collapsar_recent_card_finalize;
  g_type_ensure (COLLAPSAR_TYPE_SPARKLINE);
  gtk_widget_class_install_action (widget_class, "card.activate", NULL, activate);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/collapsar/Collapsar/ui/recent-card.ui");
  gtk_widget_class_bind_template_child (widget_class, CollapsarRecentCard, sparkline);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRecentCard, name);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRecentCard, summary);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRecentCard, when);
}

static void
collapsar_recent_card_init (CollapsarRecentCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

/* What makes a run another regime: all but name and seed. */
static char *
settings_of (const Regime *regime)
{
  g_autoptr (Regime) plain = regime_copy (regime);
  regime_set (plain, "run.seed", "1", NULL);
  regime_set (plain, "regime.name", "", NULL);
  return regime_to_text (plain);
}

char *
collapsar_recent_card_describe (const GPtrArray *runs)
{
  g_autoptr (GHashTable) regimes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  guint epochs = 0;
  for (guint r = 0; r < runs->len; r++) {
    const StudyRun *run = g_ptr_array_index (runs, r);
    g_hash_table_add (regimes, settings_of (run->regime));
    epochs = MAX (epochs, (guint)regime_get_integer (run->regime, "run.epochs"));
  }
  guint n = g_hash_table_size (regimes);
  if (runs->len == 0)
    return g_strdup (_ ("no runs"));
  if (runs->len > n && runs->len % n == 0)
    g_string_append_printf (text,
                            g_dngettext (GETTEXT_PACKAGE, "%u regime × %u seeds", "%u regimes × %u seeds", n),
                            n, runs->len / n);
  else
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u run", "%u runs", runs->len), runs->len);
  g_string_append (text, " · ");
  g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u epoch", "%u epochs", epochs), epochs);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The first run of each regime, as far as there are lines for them. */
static void
read_curves (Study *study, const GPtrArray *runs, Contents *contents)
{
  g_autoptr (GHashTable) regimes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) settings = study_settings (study, NULL);
  for (guint r = 0; r < runs->len && contents->histories->len < MOST_CURVES; r++) {
    const StudyRun *run = g_ptr_array_index (runs, r);
    if (!g_hash_table_add (regimes, settings_of (run->regime)))
      continue;
    g_autoptr (GPtrArray) records = study_records (study, run->id, NULL);
    TrainingHistory *history = training_history_new (run->regime);
    guint style = settings == NULL ? r : collapsar_study_stored_style (settings, run->id, r);
    for (guint i = 0; records != NULL && i < records->len; i++)
      training_history_add_record (history, g_ptr_array_index (records, i));
    g_ptr_array_add (contents->histories, history);
    g_array_append_val (contents->styles, style);
  }
}

static void
read_study (GTask *task, gpointer source, gpointer path, GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr (Study) study = study_open (path, STUDY_READ, &error);
  g_autoptr (GPtrArray) runs = study == NULL ? NULL : study_runs (study, &error);
  if (runs == NULL) {
    g_task_return_error (task, error);
    return;
  }
  Contents *contents = g_new0 (Contents, 1);
  contents->summary = collapsar_recent_card_describe (runs);
  contents->histories = g_ptr_array_new_with_free_func ((GDestroyNotify)training_history_free);
  contents->styles = g_array_new (FALSE, FALSE, sizeof (guint));
  read_curves (study, runs, contents);
  g_task_return_pointer (task, contents, contents_free);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CollapsarRecentCard *self = COLLAPSAR_RECENT_CARD (source);
  g_autoptr (GError) error = NULL;
  Contents *contents = g_task_propagate_pointer (G_TASK (result), &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_label_set_label (self->summary, contents == NULL ? error->message : contents->summary);
  if (contents == NULL)
    return;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  contents->summary, -1);
  for (guint i = 0; i < contents->histories->len; i++)
    collapsar_sparkline_add (self->sparkline, g_array_index (contents->styles, guint, i),
                             contents->histories->pdata[i], COLLAPSE_NC1);
  contents_free (contents);
}

/* "today, 11:42", "yesterday", "18 November". */
static char *
describe_when (GDateTime *when)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) day_before = g_date_time_add_days (now, -1);
  if (g_date_time_get_year (when) != g_date_time_get_year (now))
    return g_date_time_format (when, "%x");
  if (g_date_time_get_day_of_year (when) == g_date_time_get_day_of_year (now))
    return g_date_time_format (when, _ ("today, %H:%M"));
  if (g_date_time_get_day_of_year (when) == g_date_time_get_day_of_year (day_before))
    return g_strdup (_ ("yesterday"));
  return g_date_time_format (when, _ ("%-d %B"));
}

GtkWidget *
collapsar_recent_card_new (const CollapsarRecent *recent)
{
  CollapsarRecentCard *self = g_object_new (COLLAPSAR_TYPE_RECENT_CARD, NULL);
  g_autofree char *when = describe_when (recent->when);
  self->path = g_strdup (recent->path);
  gtk_label_set_label (self->name, recent->name);
  gtk_label_set_label (self->when, when);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), recent->path);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, recent->name, -1);
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_read, NULL);
  g_task_set_task_data (task, g_strdup (recent->path), g_free);
  g_task_run_in_thread (task, read_study);
  return GTK_WIDGET (self);
}

const char *
collapsar_recent_card_path (CollapsarRecentCard *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_RECENT_CARD (self), NULL);

  return self->path;
}
