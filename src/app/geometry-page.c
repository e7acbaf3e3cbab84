#include "app/geometry-page.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "app/legend.h"
#include "app/naming.h"
#include "app/scene-grid.h"
#include "app/view-actions.h"
#include "view/figure-look.h"
#include "view/scene.h"

/* Three rows of the legend, and of the fourth enough to see that there is more. */
#define LEGEND_HEIGHT 80
/* Of the tour by a key, seconds. */
#define TOUR_STEP 0.3

struct _CollapsarGeometryPage {
  GtkBox parent_instance;

  GtkWidget *projection;
  GtkMenuButton *classes;
  GtkWidget *play;
  GtkDropDown *speed;
  GtkWidget *hold;
  GtkWidget *train;
  GtkWidget *test;
  GtkWidget *features;
  GtkWidget *means;
  GtkWidget *classifier;
  GtkWidget *ideal;
  GtkWidget *features_label;
  GtkWidget *means_label;
  GtkWidget *classifier_label;
  GtkWidget *ideal_label;
  GtkWidget *toggles; /* that are in the menu too */
  GtkWidget *all_samples;
  CollapsarSceneGrid *scenes;
  GtkWidget *linked;
  GtkWidget *common_scale;
  GtkWidget *source_axes;
  GtkWidget *legends;
  CollapsarLegend *legend;
  GtkWidget *tuned; /* the classes of the fine-tuning that is seen, where they are others */
  CollapsarLegend *tuned_legend;
  GtkScrolledWindow *legend_scroller;
  int width;
  guint32 chosen[COLLAPSE_N_CHOSEN];
  guint next_chosen; /* whose place the next class takes */
  double hold_epoch; /* NAN: axes are not held */
  CollapsarStage *stage;
  GSignalGroup *tuning; /* signals of the fine-tuning that is seen */
  PlotCamera figure_camera;

  CollapsarSession *session;
};

G_DEFINE_FINAL_TYPE (CollapsarGeometryPage, collapsar_geometry_page, GTK_TYPE_BOX)

static guint
part (GtkWidget *button, PlotSceneParts parts)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)) ? parts : 0;
}

/* The others are the menu's. */
static void
on_part_toggled (CollapsarGeometryPage *self)
{
  guint parts;
  g_object_get (self->scenes, "parts", &parts, NULL);
  g_object_set (self->scenes, "parts",
                (parts & ~PLOT_SCENE_USUAL) | part (self->features, PLOT_SCENE_FEATURES)
                    | part (self->means, PLOT_SCENE_MEANS) | part (self->classifier, PLOT_SCENE_CLASSIFIER)
                    | part (self->ideal, PLOT_SCENE_IDEAL),
                NULL);
}

/* Projections that are told more than their kind. */

/* Names of the classes, the chosen ones marked, each behind the action that chooses it. */
static void
update_class_menu (CollapsarGeometryPage *self)
{
  const TrainerStart *start = self->session == NULL ? NULL : collapsar_session_start_info (self->session);
  g_autoptr (GMenu) menu = g_menu_new ();
  for (guint k = 0; start != NULL && k < start->train->n_classes; k++) {
    gboolean chosen = FALSE;
    for (guint i = 0; i < COLLAPSE_N_CHOSEN; i++)
      chosen |= self->chosen[i] == k;
    const char *name = start->train->class_names[k];
    g_autofree char *number = g_strdup_printf ("%u", k);
    g_autofree char *label
        = g_strdup_printf ("%s %s %s", chosen ? "●" : "○", number, g_str_equal (name, number) ? "" : name);
    g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);
    g_menu_item_set_action_and_target (item, "win.choose-class", "u", k);
    g_menu_append_item (menu, item);
  }
  g_autoptr (GMenu) whole = g_menu_new ();
  g_menu_append (whole, _ ("Two Closest Pairs"), "win.choose-closest-classes");
  g_menu_append_section (whole, NULL, G_MENU_MODEL (menu));
  gtk_menu_button_set_menu_model (self->classes, G_MENU_MODEL (whole));
}

static void
update_axes (CollapsarGeometryPage *self)
{
  gboolean source = gtk_widget_get_visible (self->source_axes)
                    && gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->source_axes));
  collapsar_scene_grid_choose (self->scenes, self->chosen, source ? VIEW_SCENE_SOURCE : self->hold_epoch);
  update_class_menu (self);
}

/* Classes keep their corners: a new one takes that of the one that was chosen first. */
static void
choose_class (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  CollapsarGeometryPage *self = user_data;
  guint32 k = g_variant_get_uint32 (parameter);
  if (gtk_drop_down_get_selected (GTK_DROP_DOWN (self->projection)) != COLLAPSE_PROJECTION_FOUR_CLASSES)
    return;
  for (guint i = 0; i < COLLAPSE_N_CHOSEN; i++)
    if (self->chosen[i] == k)
      return;
  self->chosen[self->next_chosen] = k;
  self->next_chosen = (self->next_chosen + 1) % COLLAPSE_N_CHOSEN;
  update_axes (self);
}

/* Of the epoch shown. */
static void
choose_closest (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  CollapsarGeometryPage *self = user_data;
  const TrainingSnapshot *snapshot
      = self->session == NULL ? NULL : collapsar_session_snapshot (self->session);
  guint32 classes[COLLAPSE_N_CHOSEN];
  if (snapshot == NULL || snapshot->split[TRAINING_TRAIN].means == NULL
      || !view_closest_classes (snapshot->split[TRAINING_TRAIN].means, classes))
    return;
  memcpy (self->chosen, classes, sizeof classes);
  self->next_chosen = 0;
  update_axes (self);
}

static void
on_hold (CollapsarGeometryPage *self)
{
  TrainingSnapshot *snapshot = self->session == NULL ? NULL : collapsar_session_snapshot (self->session);
  gboolean hold = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->hold));
  if (hold && isnan (self->hold_epoch))
    self->hold_epoch = snapshot == NULL ? 0.0 : snapshot->epoch;
  else if (!hold)
    self->hold_epoch = NAN;
  if (hold)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->source_axes), FALSE);
  update_axes (self);
}

static void
on_source_axes (CollapsarGeometryPage *self)
{
  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->source_axes)))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->hold), FALSE);
  update_axes (self);
}

static void
step_tour (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  collapsar_tour_step (collapsar_scene_grid_tour (COLLAPSAR_GEOMETRY_PAGE (user_data)->scenes),
                       TOUR_STEP * g_variant_get_int32 (parameter));
}

static void
on_speed (CollapsarGeometryPage *self)
{
  static const double speeds[] = { 0.25, 0.5, 1.0, 2.0, 4.0 };
  guint selected = gtk_drop_down_get_selected (self->speed);
  g_object_set (collapsar_scene_grid_tour (self->scenes), "speed",
                speeds[MIN (selected, G_N_ELEMENTS (speeds) - 1)], NULL);
}

static void
show_own_controls (CollapsarGeometryPage *self)
{
  guint kind = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->projection));
  gtk_widget_set_visible (GTK_WIDGET (self->classes), kind == COLLAPSE_PROJECTION_FOUR_CLASSES);
  gtk_widget_set_visible (self->play, kind == COLLAPSE_PROJECTION_TOUR);
  gtk_widget_set_visible (GTK_WIDGET (self->speed), kind == COLLAPSE_PROJECTION_TOUR);
}

/* As high as the legend at this width, up to a limit; a scrolled window does not ask its child for the height
 * at a width. */
static void
fit_legend (CollapsarGeometryPage *self)
{
  int height;
  gtk_widget_measure (self->legends, GTK_ORIENTATION_VERTICAL, self->width, &height, NULL, NULL, NULL);
  gtk_scrolled_window_set_min_content_height (self->legend_scroller, MIN (height, LEGEND_HEIGHT));
}

static gboolean
have_same_classes (const Dataset *a, const Dataset *b)
{
  gboolean same = a->n_classes == b->n_classes;
  for (guint k = 0; same && k < a->n_classes; k++)
    same = g_str_equal (a->class_names[k], b->class_names[k]);
  return same;
}

/* What belongs to the fine-tuning that is seen, or to none. */
static void
show_tuning (CollapsarGeometryPage *self)
{
  g_autoptr (CollapsarSession) tuning = g_signal_group_dup_target (self->tuning);
  const TrainerStart *start = tuning == NULL ? NULL : collapsar_session_start_info (tuning);
  const TrainerStart *own = self->session == NULL ? NULL : collapsar_session_start_info (self->session);
  gboolean others = start != NULL && (own == NULL || !have_same_classes (own->train, start->train));
  gboolean has_source = tuning != NULL && collapsar_session_source_snapshot (tuning) != NULL;
  collapsar_legend_set_dataset (self->tuned_legend, others ? start->train : NULL);
  gtk_widget_set_visible (self->tuned, others);
  fit_legend (self);
  if (gtk_widget_get_visible (self->source_axes) == has_source)
    return;
  gtk_widget_set_visible (self->source_axes, has_source);
  update_axes (self);
  if (self->width > 0)
    collapsar_geometry_page_fit (self, self->width);
}

static void
on_scenes (CollapsarGeometryPage *self)
{
  GListModel *scenes = collapsar_stage_scenes (self->stage);
  CollapsarSession *live
      = collapsar_transfers_live (collapsar_study_transfers (collapsar_stage_study (self->stage)));
  guint n = g_list_model_get_n_items (scenes);
  g_autoptr (CollapsarSession) last = n == 0 ? NULL : g_list_model_get_item (scenes, n - 1);
  g_signal_group_set_target (self->tuning, last == live ? last : NULL);
  show_tuning (self);
}

static void
on_started (CollapsarGeometryPage *self)
{
  const TrainerStart *start = self->session == NULL ? NULL : collapsar_session_start_info (self->session);
  collapsar_legend_set_dataset (self->legend, start == NULL ? NULL : start->train);
  show_tuning (self);
  update_class_menu (self);
  gtk_widget_set_tooltip_text (
      self->classifier,
      start != NULL && start->probe ? _ (
          "Rows of an online linear probe’s weights, as dashed arrows: it is trained beside the network, "
          "which has no classifier of its own on these features")
                                    : _ ("Rows of the last layer’s weights, as arrows"));
}

static void
show_labels (CollapsarGeometryPage *self, gboolean shown)
{
  gtk_widget_set_visible (self->features_label, shown);
  gtk_widget_set_visible (self->means_label, shown);
  gtk_widget_set_visible (self->classifier_label, shown);
  gtk_widget_set_visible (self->ideal_label, shown);
}

/* The projections' names are not of one width, and there is not always a camera to link. */
static void
on_projection (CollapsarGeometryPage *self)
{
  show_own_controls (self);
  if (self->width > 0)
    collapsar_geometry_page_fit (self, self->width);
}

static void
collapsar_geometry_page_dispose (GObject *object)
{
  CollapsarGeometryPage *self = COLLAPSAR_GEOMETRY_PAGE (object);
  g_clear_object (&self->session);
  g_clear_object (&self->tuning);
  g_clear_object (&self->stage);
  gtk_widget_dispose_template (GTK_WIDGET (self), COLLAPSAR_TYPE_GEOMETRY_PAGE);
  G_OBJECT_CLASS (collapsar_geometry_page_parent_class)->dispose (object);
}

static void
collapsar_geometry_page_class_init (CollapsarGeometryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_geometry_page_dispose;

  g_type_ensure (COLLAPSAR_TYPE_SCENE_GRID);
  g_type_ensure (COLLAPSAR_TYPE_LEGEND);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/collapsar/Collapsar/ui/geometry-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CollapsarGeometryPage, projection);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGeometryPage, classes);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGeometryPage, play);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGeometryPage, speed);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGeometryPage, hold);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGeometryPage, train);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGeometryPage, test);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGeometryPage, features);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGeometryPage, means);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGeometryPage, classifier);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGeometryPage, ideal);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGeometryPage, features_label);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGeometryPage, means_label);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGeometryPage, classifier_label);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGeometryPage, ideal_label);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGeometryPage, toggles);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGeometryPage, all_samples);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGeometryPage, scenes);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGeometryPage, linked);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGeometryPage, common_scale);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGeometryPage, source_axes);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGeometryPage, legends);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGeometryPage, legend);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGeometryPage, tuned);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGeometryPage, tuned_legend);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGeometryPage, legend_scroller);
  gtk_widget_class_bind_template_callback (widget_class, on_part_toggled);
}

static void
collapsar_geometry_page_init (CollapsarGeometryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->hold_epoch = NAN;
  for (guint i = 0; i < COLLAPSE_N_CHOSEN; i++)
    self->chosen[i] = i;
  collapsar_name_drop_down (GTK_WIDGET (self->projection));
  collapsar_name_drop_down (GTK_WIDGET (self->speed));
  g_object_bind_property (self->play, "active", collapsar_scene_grid_tour (self->scenes), "playing",
                          G_BINDING_SYNC_CREATE);
  /* Without animations the tour is stepped. */
  g_object_bind_property (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", self->play,
                          "sensitive", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->speed, "notify::selected", G_CALLBACK (on_speed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->hold, "toggled", G_CALLBACK (on_hold), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->source_axes, "toggled", G_CALLBACK (on_source_axes), self,
                           G_CONNECT_SWAPPED);
  self->tuning = g_signal_group_new (COLLAPSAR_TYPE_SESSION);
  g_signal_group_connect_swapped (self->tuning, "started", G_CALLBACK (show_tuning), self);
  /* The drop-down lists the projections in the order of CollapseProjectionKind. */
  g_object_bind_property (self->projection, "selected", self->scenes, "projection", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->projection, "notify::selected", G_CALLBACK (on_projection), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_object_bind_property (self->test, "active", self->scenes, "split", G_BINDING_SYNC_CREATE);
  /* A group of buttons is left without any active when the active one is told not to be. */
  g_object_bind_property (self->test, "active", self->train, "active", G_BINDING_INVERT_BOOLEAN);
  g_object_bind_property (self->all_samples, "active", self->scenes, "all-samples", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->linked, "active", self->scenes, "linked", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->common_scale, "active", self->scenes, "common-scale", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->scenes, "several", self->linked, "visible", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->scenes, "several", self->common_scale, "visible", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->scenes, "notify::several", G_CALLBACK (on_projection), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

void
collapsar_geometry_page_set_stage (CollapsarGeometryPage *self, CollapsarStage *stage)
{
  g_return_if_fail (COLLAPSAR_IS_GEOMETRY_PAGE (self));

  self->stage = g_object_ref (stage);
  collapsar_scene_grid_set_stage (self->scenes, stage);
  g_signal_connect_object (collapsar_stage_scenes (stage), "items-changed", G_CALLBACK (on_scenes), self,
                           G_CONNECT_SWAPPED);
}

void
collapsar_geometry_page_set_session (CollapsarGeometryPage *self, CollapsarSession *session)
{
  g_return_if_fail (COLLAPSAR_IS_GEOMETRY_PAGE (self));

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  if (!g_set_object (&self->session, session))
    return;
  if (session != NULL)
    g_signal_connect_object (session, "started", G_CALLBACK (on_started), self, G_CONNECT_SWAPPED);
  on_started (self);
}

GtkWidget *
collapsar_geometry_page_scene (CollapsarGeometryPage *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_GEOMETRY_PAGE (self), NULL);

  return GTK_WIDGET (collapsar_scene_grid_selected (self->scenes));
}

static gboolean
fits (CollapsarGeometryPage *self)
{
  int needed;
  gtk_widget_measure (GTK_WIDGET (self), GTK_ORIENTATION_HORIZONTAL, -1, &needed, NULL, NULL, NULL);
  return needed <= self->width;
}

/* First the words give way, then what the menu has too. */
void
collapsar_geometry_page_fit (CollapsarGeometryPage *self, int width)
{
  g_return_if_fail (COLLAPSAR_IS_GEOMETRY_PAGE (self));

  self->width = width;
  fit_legend (self);
  gtk_widget_set_visible (self->toggles, TRUE);
  show_labels (self, TRUE);
  if (!fits (self))
    show_labels (self, FALSE);
  gtk_widget_set_visible (self->toggles, fits (self));
}

void
collapsar_geometry_page_add_actions (CollapsarGeometryPage *self, GActionMap *map)
{
  static const char *const projections[]
      = { "balanced", "class-mean-pca", "four-classes", "tour", "feature-pca", NULL };
  static const GActionEntry own[]
      = { { .name = "choose-class", .activate = choose_class, .parameter_type = "u" },
          { .name = "choose-closest-classes", .activate = choose_closest },
          { .name = "tour-step", .activate = step_tour, .parameter_type = "i" } };
  static const char *const of_scenes[] = { "trails", "trail-length", "class-images", "orthographic" };
  g_return_if_fail (COLLAPSAR_IS_GEOMETRY_PAGE (self));

  collapsar_add_choice_action (map, "projection", GTK_DROP_DOWN (self->projection), projections);
  g_action_map_add_action_entries (map, own, G_N_ELEMENTS (own), self);
  collapsar_add_toggle_action (map, "tour-play", self->play);
  collapsar_add_toggle_action (map, "hold-axes", self->hold);
  collapsar_add_toggle_action (map, "source-axes", self->source_axes);
  collapsar_add_toggle_action (map, "test-split", self->test);
  collapsar_add_toggle_action (map, "features", self->features);
  collapsar_add_toggle_action (map, "means", self->means);
  collapsar_add_toggle_action (map, "classifiers", self->classifier);
  collapsar_add_toggle_action (map, "ideal", self->ideal);
  collapsar_add_toggle_action (map, "all-samples", self->all_samples);
  collapsar_add_toggle_action (map, "linked-cameras", self->linked);
  collapsar_add_toggle_action (map, "common-scale", self->common_scale);
  for (guint i = 0; i < G_N_ELEMENTS (of_scenes); i++)
    collapsar_add_property_action (map, of_scenes[i], G_OBJECT (self->scenes));
}

void
collapsar_geometry_page_reset_view (CollapsarGeometryPage *self)
{
  g_return_if_fail (COLLAPSAR_IS_GEOMETRY_PAGE (self));

  collapsar_scene_grid_reset_view (self->scenes);
  collapsar_tour_reset (collapsar_scene_grid_tour (self->scenes));
}

GArray *
collapsar_geometry_page_panels (CollapsarGeometryPage *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_GEOMETRY_PAGE (self), NULL);

  GArray *panels = g_array_new (FALSE, FALSE, sizeof (PlotPanel));
  for (guint i = 0; i < collapsar_scene_grid_n_scenes (self->scenes); i++) {
    PlotPanel panel = collapsar_scene_view_panel (collapsar_scene_grid_scene (self->scenes, i));
    g_array_append_val (panels, panel);
  }
  return panels;
}

/* Rounded as the command line says it, so that both make the same picture. */
static const PlotCamera *
find_figure_camera (CollapsarGeometryPage *self)
{
  CollapsarCamera *camera = collapsar_scene_view_get_camera (collapsar_scene_grid_selected (self->scenes));
  if (collapsar_camera_is_home (camera))
    return NULL;
  g_autofree char *text = view_camera_text (collapsar_camera_get (camera));
  return view_camera_read (text, &self->figure_camera) ? &self->figure_camera : NULL;
}

/* The frame of the selected scene, or of none that is on tour. */
static NumericMatrix64
find_figure_frame (CollapsarGeometryPage *self)
{
  guint n_axes = collapsar_scene_view_n_axes (collapsar_scene_grid_selected (self->scenes));
  if (n_axes <= 3)
    return (NumericMatrix64){ 0 };
  return collapsar_tour_frame (collapsar_scene_grid_tour (self->scenes), n_axes);
}

gboolean
collapsar_geometry_page_tour_is_free (CollapsarGeometryPage *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_GEOMETRY_PAGE (self), TRUE);

  NumericMatrix64 frame = find_figure_frame (self);
  return frame.data == NULL
         || !collapsar_tour_is_set (collapsar_scene_grid_tour (self->scenes), (guint)frame.columns);
}

ViewFigureLook
collapsar_geometry_page_figure_look (CollapsarGeometryPage *self)
{
  ViewFigureLook look = VIEW_FIGURE_LOOK_INIT;
  guint parts, trail_length;
  g_return_val_if_fail (COLLAPSAR_IS_GEOMETRY_PAGE (self), look);

  look.kind = VIEW_FIGURE_GEOMETRY;
  look.split = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->test)) ? TRAINING_TEST : TRAINING_TRAIN;
  look.projection = (CollapseProjectionKind)gtk_drop_down_get_selected (GTK_DROP_DOWN (self->projection));
  look.chosen = self->chosen;
  look.hold = self->hold_epoch;
  look.camera = find_figure_camera (self);
  g_object_get (self->scenes, "parts", &parts, "trail-length", &trail_length, "orthographic",
                &look.orthographic, NULL);
  look.parts = parts;
  look.trail = trail_length > 0 ? trail_length : INFINITY;
  look.all_samples = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->all_samples));
  look.common_scale = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->common_scale));
  if (look.projection != COLLAPSE_PROJECTION_TOUR)
    return look;
  /* As the command line has it: hundredths of a second. */
  look.tour_time = round (100 * collapsar_tour_get_time (collapsar_scene_grid_tour (self->scenes))) / 100;
  if (!collapsar_geometry_page_tour_is_free (self))
    look.frame = find_figure_frame (self);
  return look;
}

/* Projection, test, parts, length of the trails; whether scenes share a camera, and a scale; the camera,
 * whether it is orthographic, and whether it is where the scene puts it; whether all samples are shown. */
#define LOOK_FORMAT "(ubuubbbb(ddddd)b)"
#define LOOK_FORMAT_WATCHED "(ubuubbbb(ddddd))"
#define LOOK_FORMAT_BEFORE "(ububbb(ddddd))"

char *
collapsar_geometry_page_get_look (CollapsarGeometryPage *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_GEOMETRY_PAGE (self), NULL);

  CollapsarSceneView *scene = collapsar_scene_grid_selected (self->scenes);
  CollapsarCamera *camera = collapsar_scene_view_get_camera (scene);
  const PlotCamera *at = collapsar_camera_get (camera);
  guint parts, trail_length;
  gboolean orthographic;
  g_object_get (self->scenes, "parts", &parts, "trail-length", &trail_length, "orthographic", &orthographic,
                NULL);
  g_autoptr (GVariant) look = g_variant_ref_sink (
      g_variant_new (LOOK_FORMAT, gtk_drop_down_get_selected (GTK_DROP_DOWN (self->projection)),
                     gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->test)), parts, trail_length,
                     gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->linked)),
                     gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->common_scale)), orthographic,
                     collapsar_camera_is_home (camera), at->yaw, at->pitch, at->zoom, at->pan_x, at->pan_y,
                     gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->all_samples))));
  return g_variant_print (look, FALSE);
}

/* NULL where it is none. One of before there were paths has none, and its camera is in perspective; one of
 * before all samples could be seen shows those that are watched. */
static GVariant *
parse_look (const char *look)
{
  guint32 projection, parts, trail_length = COLLAPSAR_TRAIL_LENGTH;
  gboolean test, linked, common_scale, orthographic = FALSE, home;
  double yaw, pitch, zoom, x, y;
  GVariant *value = g_variant_parse (G_VARIANT_TYPE (LOOK_FORMAT), look, NULL, NULL, NULL);
  g_autoptr (GVariant) watched
      = value != NULL ? NULL : g_variant_parse (G_VARIANT_TYPE (LOOK_FORMAT_WATCHED), look, NULL, NULL, NULL);
  g_autoptr (GVariant) before
      = value != NULL ? NULL : g_variant_parse (G_VARIANT_TYPE (LOOK_FORMAT_BEFORE), look, NULL, NULL, NULL);
  if (watched != NULL)
    g_variant_get (watched, LOOK_FORMAT_WATCHED, &projection, &test, &parts, &trail_length, &linked,
                   &common_scale, &orthographic, &home, &yaw, &pitch, &zoom, &x, &y);
  else if (before != NULL)
    g_variant_get (before, LOOK_FORMAT_BEFORE, &projection, &test, &parts, &linked, &common_scale, &home,
                   &yaw, &pitch, &zoom, &x, &y);
  else
    return value;
  return g_variant_ref_sink (g_variant_new (LOOK_FORMAT, projection, test, parts, trail_length, linked,
                                            common_scale, orthographic, home, yaw, pitch, zoom, x, y, FALSE));
}

static void
set_part (GtkWidget *button, PlotSceneParts parts, PlotSceneParts of)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), (parts & of) != 0);
}

void
collapsar_geometry_page_set_look (CollapsarGeometryPage *self, const char *look)
{
  g_return_if_fail (COLLAPSAR_IS_GEOMETRY_PAGE (self));

  guint32 projection, parts, trail_length;
  gboolean test, linked, common_scale, orthographic, home, all_samples;
  PlotCamera camera = { 0 };
  g_autoptr (GVariant) value = parse_look (look);
  if (value == NULL)
    return;
  g_variant_get (value, LOOK_FORMAT, &projection, &test, &parts, &trail_length, &linked, &common_scale,
                 &orthographic, &home, &camera.yaw, &camera.pitch, &camera.zoom, &camera.pan_x, &camera.pan_y,
                 &all_samples);
  if (projection < g_list_model_get_n_items (gtk_drop_down_get_model (GTK_DROP_DOWN (self->projection))))
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->projection), projection);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->test), test);
  set_part (self->features, parts, PLOT_SCENE_FEATURES);
  set_part (self->means, parts, PLOT_SCENE_MEANS);
  set_part (self->classifier, parts, PLOT_SCENE_CLASSIFIER);
  set_part (self->ideal, parts, PLOT_SCENE_IDEAL);
  g_object_set (self->scenes, "trails", (parts & PLOT_SCENE_TRAILS) != 0, "class-images",
                (parts & PLOT_SCENE_IMAGES) != 0, "trail-length", trail_length, "orthographic", orthographic,
                NULL);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->all_samples), all_samples);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->linked), linked);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->common_scale), common_scale);
  if (!home && isfinite (camera.yaw + camera.pitch + camera.zoom + camera.pan_x + camera.pan_y))
    collapsar_camera_set (collapsar_scene_view_get_camera (collapsar_scene_grid_selected (self->scenes)),
                          &camera);
}

/* The chosen classes, the place of the next one, the epoch whose axes are held or NAN, the tour. */
#define AXES_FORMAT "((uuuu)uds)"

char *
collapsar_geometry_page_get_axes (CollapsarGeometryPage *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_GEOMETRY_PAGE (self), NULL);

  g_autofree char *tour = collapsar_tour_to_text (collapsar_scene_grid_tour (self->scenes));
  g_autoptr (GVariant) axes
      = g_variant_ref_sink (g_variant_new (AXES_FORMAT, self->chosen[0], self->chosen[1], self->chosen[2],
                                           self->chosen[3], self->next_chosen, self->hold_epoch, tour));
  return g_variant_print (axes, FALSE);
}

void
collapsar_geometry_page_set_axes (CollapsarGeometryPage *self, const char *axes)
{
  g_return_if_fail (COLLAPSAR_IS_GEOMETRY_PAGE (self));

  g_autoptr (GVariant) value = g_variant_parse (G_VARIANT_TYPE (AXES_FORMAT), axes, NULL, NULL, NULL);
  g_autofree char *tour = NULL;
  if (value == NULL)
    return;
  g_variant_get (value, AXES_FORMAT, &self->chosen[0], &self->chosen[1], &self->chosen[2], &self->chosen[3],
                 &self->next_chosen, &self->hold_epoch, &tour);
  self->next_chosen %= COLLAPSE_N_CHOSEN;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->hold), !isnan (self->hold_epoch));
  update_axes (self);
  collapsar_tour_set_text (collapsar_scene_grid_tour (self->scenes), tour);
}
