#include "app/scene-cell.h"

#include "app/naming.h"

#include <glib/gi18n.h>

#include "dataset/source.h"

/* Below the scene's title and epoch. */
#define SEEDS_TOP 46
#define SEEDS_START 6
#define WORDS_WIDTH 40 /* characters */

struct _CollapsarSceneCell {
  AdwBin parent_instance;

  CollapsarSceneView *scene;
  GtkLabel *words;
  GtkWidget *seeds;
  GtkLabel *seed;
  CollapsarSession *run;
  CollapsarRunGroup *group;
  guint n_before;
};

G_DEFINE_FINAL_TYPE (CollapsarSceneCell, collapsar_scene_cell, ADW_TYPE_BIN)

enum {
  SIGNAL_SEED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

/* Why there is nothing to see. */
static char *
describe_blank (CollapsarSession *run, guint n_before)
{
  const GError *error = collapsar_session_error (run);
  switch (collapsar_session_get_state (run)) {
  case COLLAPSAR_SESSION_IDLE:
    return g_strdup (_ ("Not trained"));
  case COLLAPSAR_SESSION_QUEUED:
    return n_before == 0 ? g_strdup (_ ("Waiting for cores"))
                         : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Waiting for cores: %u before it",
                                                         "Waiting for cores: %u before it", n_before),
                                            n_before);
  case COLLAPSAR_SESSION_FAILED:
    return error == NULL ? g_strdup (_ ("Failed")) : g_strdup_printf (_ ("Failed: %s"), error->message);
  case COLLAPSAR_SESSION_LOADING:
  case COLLAPSAR_SESSION_RUNNING:
  case COLLAPSAR_SESSION_PAUSED:
  case COLLAPSAR_SESSION_FINISHED:
    break;
  }
  g_autofree char *title = dataset_source_title (regime_get (collapsar_session_regime (run), "data.source"));
  return g_strdup_printf (_ ("Loading %s…"), title);
}

static void
update_words (CollapsarSceneCell *self)
{
  gboolean blank = self->run != NULL && collapsar_session_regime (self->run) != NULL
                   && collapsar_session_snapshot (self->run) == NULL;
  g_autofree char *words = blank ? describe_blank (self->run, self->n_before) : NULL;
  gtk_label_set_label (self->words, blank ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->words), blank);
}

static guint
find_place (CollapsarSceneCell *self)
{
  guint place = 0;
  while (place + 1 < collapsar_run_group_n_runs (self->group)
         && collapsar_run_group_run (self->group, place) != self->run)
    place++;
  return place;
}

static void
update_seeds (CollapsarSceneCell *self)
{
  gtk_widget_set_visible (self->seeds, self->group != NULL);
  if (self->group == NULL)
    return;
  g_autofree char *seed = g_strdup_printf (_ ("seed %u of %u"), find_place (self) + 1,
                                           collapsar_run_group_n_runs (self->group));
  g_autofree char *tip = g_strdup_printf (_ ("Drawn with run.seed=%s"),
                                          regime_get (collapsar_session_regime (self->run), "run.seed"));
  gtk_label_set_label (self->seed, seed);
  collapsar_set_tooltip (GTK_WIDGET (self->seed), tip);
}

static void
ask_for (CollapsarSceneCell *self, guint by)
{
  guint n = collapsar_run_group_n_runs (self->group);
  g_signal_emit (self, signals[SIGNAL_SEED], 0,
                 collapsar_run_group_run (self->group, (find_place (self) + by) % n));
}

static void
on_previous (CollapsarSceneCell *self)
{
  ask_for (self, collapsar_run_group_n_runs (self->group) - 1);
}

static void
on_next (CollapsarSceneCell *self)
{
  ask_for (self, 1);
}

static void
append_button (CollapsarSceneCell *self, const char *icon, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  collapsar_set_tooltip (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "card-eye");
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->seeds), button);
}

static void
collapsar_scene_cell_dispose (GObject *object)
{
  CollapsarSceneCell *self = COLLAPSAR_SCENE_CELL (object);
  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_clear_object (&self->run);
  g_clear_object (&self->group);
  G_OBJECT_CLASS (collapsar_scene_cell_parent_class)->dispose (object);
}

static void
collapsar_scene_cell_class_init (CollapsarSceneCellClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = collapsar_scene_cell_dispose;
  signals[SIGNAL_SEED] = g_signal_new ("seed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 1, COLLAPSAR_TYPE_SESSION);
}

static void
collapsar_scene_cell_init (CollapsarSceneCell *self)
{
  GtkWidget *overlay = gtk_overlay_new ();
  self->scene = COLLAPSAR_SCENE_VIEW (collapsar_scene_view_new ());
  g_object_set (self->scene, "hexpand", TRUE, "vexpand", TRUE, NULL);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->scene));

  self->words = GTK_LABEL (gtk_label_new (NULL));
  g_object_set (self->words, "wrap", TRUE, "justify", GTK_JUSTIFY_CENTER, "max-width-chars", WORDS_WIDTH,
                "halign", GTK_ALIGN_CENTER, "valign", GTK_ALIGN_CENTER, "can-target", FALSE, "visible", FALSE,
                NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->words), "dim-label");
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (self->words));

  self->seeds = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  self->seed = GTK_LABEL (gtk_label_new (NULL));
  append_button (self, "go-previous-symbolic", _ ("Previous seed"), G_CALLBACK (on_previous));
  gtk_box_append (GTK_BOX (self->seeds), GTK_WIDGET (self->seed));
  append_button (self, "go-next-symbolic", _ ("Next seed"), G_CALLBACK (on_next));
  g_object_set (self->seeds, "halign", GTK_ALIGN_START, "valign", GTK_ALIGN_START, "margin-top", SEEDS_TOP,
                "margin-start", SEEDS_START, "visible", FALSE, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->seed), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->seed), "numeric");
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->seeds);
  adw_bin_set_child (ADW_BIN (self), overlay);
}

GtkWidget *
collapsar_scene_cell_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_SCENE_CELL, NULL);
}

CollapsarSceneView *
collapsar_scene_cell_scene (CollapsarSceneCell *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SCENE_CELL (self), NULL);

  return self->scene;
}

void
collapsar_scene_cell_set_run (CollapsarSceneCell *self,
                              CollapsarSession *run,
                              CollapsarRunGroup *group,
                              guint n_before)
{
  g_return_if_fail (COLLAPSAR_IS_SCENE_CELL (self));

  if (self->run != run) {
    if (self->run != NULL)
      g_signal_handlers_disconnect_by_data (self->run, self);
    g_set_object (&self->run, run);
    for (guint i = 0; run != NULL && i < 3; i++)
      g_signal_connect_object (run, (const char *[]){ "notify::state", "started", "snapshot" }[i],
                               G_CALLBACK (update_words), self, G_CONNECT_SWAPPED);
    collapsar_scene_view_set_session (self->scene, run);
  }
  g_set_object (&self->group, group);
  self->n_before = n_before;
  update_words (self);
  update_seeds (self);
}

const char *
collapsar_scene_cell_words (CollapsarSceneCell *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SCENE_CELL (self), NULL);

  return gtk_label_get_label (self->words);
}
