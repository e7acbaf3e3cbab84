#include "app/scene-grid.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "app/scene-cell.h"

#define SPACING 8
/* Of the layout: rows of one, two and three share them evenly. */
#define N_COLUMNS 6
/* With more scenes than this they take turns: half of them in one frame, half in the next; the selected one
 * only where nobody looks about in it. */
#define MAX_EVERY_FRAME 4

struct _CollapsarSceneGrid {
  GtkWidget parent_instance;

  CollapsarStage *stage;
  GPtrArray *cells;        /* CollapsarSceneCell, at least one; children */
  CollapsarCamera *camera; /* of linked scenes */
  CollapsarTour *tour;
  guint32 classes[COLLAPSE_N_CHOSEN];
  double hold;
  gboolean linked, common_scale;
  CollapseProjectionKind projection;
  TrainingSplit split;
  PlotSceneParts parts;
  guint trail_length;
  gboolean orthographic, all_samples;
};

G_DEFINE_FINAL_TYPE (CollapsarSceneGrid, collapsar_scene_grid, GTK_TYPE_WIDGET)

enum {
  PROP_PROJECTION = 1,
  PROP_SPLIT,
  PROP_PARTS,
  PROP_TRAILS,
  PROP_TRAIL_LENGTH,
  PROP_CLASS_IMAGES,
  PROP_ORTHOGRAPHIC,
  PROP_ALL_SAMPLES,
  PROP_LINKED,
  PROP_COMMON_SCALE,
  PROP_SEVERAL,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

static CollapsarSceneView *
scene_of (gpointer cell)
{
  return collapsar_scene_cell_scene (cell);
}

static CollapsarSession *
selected_run (CollapsarSceneGrid *self)
{
  return self->stage == NULL ? NULL : collapsar_study_get_selected (collapsar_stage_study (self->stage));
}

/* Cells. */

static void
select_run_of (CollapsarSceneGrid *self, CollapsarSceneView *scene)
{
  CollapsarSession *run = collapsar_scene_view_get_session (scene);
  GListModel *runs = collapsar_stage_runs (self->stage);
  for (guint i = 0; i < g_list_model_get_n_items (runs); i++) {
    g_autoptr (CollapsarSession) seen = g_list_model_get_item (runs, i);
    if (seen == run) /* and no fine-tuning */
      collapsar_study_select (collapsar_stage_study (self->stage), run);
  }
}

static void
on_pressed (GtkGestureClick *click, int n_press, double x, double y, CollapsarSceneGrid *self)
{
  GtkWidget *cell = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (click));
  select_run_of (self, scene_of (cell));
}

static void
select_focused (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWidget *focus = gtk_widget_get_focus_child (widget);
  if (COLLAPSAR_IS_SCENE_CELL (focus))
    select_run_of (COLLAPSAR_SCENE_GRID (widget), scene_of (focus));
}

static void
on_seed (CollapsarSceneCell *cell, CollapsarSession *run, CollapsarSceneGrid *self)
{
  collapsar_study_select (collapsar_stage_study (self->stage), run);
}

/* The largest of the radii is the unit of all, where there are several. */
static void
update_unit (CollapsarSceneGrid *self)
{
  double unit = 0.0;
  for (guint i = 0; i < self->cells->len && self->common_scale && self->cells->len > 1; i++) {
    double radius;
    g_object_get (scene_of (self->cells->pdata[i]), "radius", &radius, NULL);
    unit = MAX (unit, radius);
  }
  for (guint i = 0; i < self->cells->len; i++)
    g_object_set (scene_of (self->cells->pdata[i]), "unit", unit, NULL);
}

static GtkWidget *
make_cell (CollapsarSceneGrid *self)
{
  GtkWidget *cell = collapsar_scene_cell_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  g_object_set (scene_of (cell), "camera", self->linked ? self->camera : NULL, "projection", self->projection,
                "split", self->split, "parts", self->parts, "trail-length", self->trail_length,
                "orthographic", self->orthographic, "all-samples", self->all_samples, NULL);
  collapsar_scene_view_set_tour (scene_of (cell), self->tour);
  collapsar_scene_view_choose (scene_of (cell), self->classes, self->hold);
  g_signal_connect_object (scene_of (cell), "notify::radius", G_CALLBACK (update_unit), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (cell, "seed", G_CALLBACK (on_seed), self, 0);
  gtk_widget_set_overflow (cell, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (cell, "card");
  gtk_widget_add_css_class (cell, "scene");
  /* Before the scene turns, which claims the press. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (on_pressed), self, 0);
  gtk_widget_add_controller (cell, GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_parent (cell, GTK_WIDGET (self));
  return cell;
}

/* Takes the cell of a run, or an empty one for NULL, out of the list; NULL where there is none. */
static GtkWidget *
take_cell (GPtrArray *cells, CollapsarSession *run)
{
  for (guint i = 0; i < cells->len; i++)
    if (collapsar_scene_view_get_session (scene_of (cells->pdata[i])) == run)
      return g_ptr_array_steal_index (cells, i);
  return NULL;
}

/* Takes the cell of a run that is seen no more, as of the fine-tuning before, out of the list; NULL where
 * there is none. */
static GtkWidget *
take_left (GPtrArray *cells, GListModel *runs)
{
  for (guint i = 0; i < cells->len; i++) {
    CollapsarSession *run = collapsar_scene_view_get_session (scene_of (cells->pdata[i]));
    gboolean seen = FALSE;
    for (guint r = 0; r < g_list_model_get_n_items (runs) && !seen; r++) {
      g_autoptr (CollapsarSession) other = g_list_model_get_item (runs, r);
      seen = other == run;
    }
    if (!seen)
      return g_ptr_array_steal_index (cells, i);
  }
  return NULL;
}

static void
show_run (CollapsarSceneGrid *self, gpointer cell, CollapsarSession *run)
{
  collapsar_scene_cell_set_run (cell, run, collapsar_stage_closed_group (self->stage, run),
                                collapsar_study_n_before (collapsar_stage_study (self->stage), run));
}

/* The cells of the runs, those that are there already kept. */
static void
fill (CollapsarSceneGrid *self, GListModel *runs)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->cells);
  self->cells = g_ptr_array_new_with_free_func ((GDestroyNotify)gtk_widget_unparent);
  for (guint i = 0; i < g_list_model_get_n_items (runs); i++) {
    g_autoptr (CollapsarSession) run = g_list_model_get_item (runs, i);
    GtkWidget *cell = take_cell (before, run);
    if (cell == NULL)
      cell = take_cell (before, NULL);
    if (cell == NULL)
      cell = take_left (before, runs);
    if (cell == NULL)
      cell = make_cell (self);
    show_run (self, cell, run);
    g_ptr_array_add (self->cells, cell);
  }
  if (self->cells->len > 0)
    return;
  g_ptr_array_add (self->cells, g_ptr_array_steal_index (before, 0));
  collapsar_scene_cell_set_run (self->cells->pdata[0], NULL, NULL, 0);
}

/* In rows of up to two, of more than four up to three; 7 as 3, 2 and 2. All rows are filled: what is wider
 * than it is high is not drawn larger for that, so that all are still of one size. */
static void
place (CollapsarSceneGrid *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  guint n = self->cells->len, columns = n <= 4 ? 2 : 3, rows = (n + columns - 1) / columns, next = 0;
  GtkWidget *before = NULL;
  for (guint row = 0; row < rows; row++) {
    guint in_row = n / rows + (row < n % rows);
    for (guint i = 0; i < in_row; i++) {
      GtkWidget *cell = self->cells->pdata[next++];
      g_object_set (gtk_layout_manager_get_layout_child (layout, cell), "column",
                    (int)(i * N_COLUMNS / in_row), "column-span", (int)(N_COLUMNS / in_row), "row", (int)row,
                    NULL);
      gtk_widget_insert_after (cell, GTK_WIDGET (self), before); /* the order of the focus */
      before = cell;
    }
  }
}

/* In how many frames each scene is drawn once. */
static guint
count_turns (CollapsarSceneGrid *self)
{
  double pace = 1.0;
  if (self->stage != NULL)
    g_object_get (collapsar_stage_study (self->stage), "pace", &pace, NULL);
  if (pace == 0.0 && self->cells->len > 1)
    return 3;
  return self->cells->len > MAX_EVERY_FRAME ? 2 : 1;
}

/* A frame about the selected run's scene, which says where linked cameras are at home: what is best for one
 * number of classes is not for another. */
static void
mark_selected (CollapsarSceneGrid *self)
{
  CollapsarSceneView *selected = collapsar_scene_grid_selected (self);
  guint turns = count_turns (self);
  for (guint i = 0; i < self->cells->len; i++) {
    CollapsarSceneView *scene = scene_of (self->cells->pdata[i]);
    collapsar_scene_view_set_leads (scene, scene == selected || !self->linked);
    collapsar_scene_view_set_turn (scene, i % turns, turns, scene == selected);
    if (scene == selected && self->cells->len > 1)
      gtk_widget_add_css_class (self->cells->pdata[i], "selected");
    else
      gtk_widget_remove_css_class (self->cells->pdata[i], "selected");
  }
}

/* What a scene stands for changes without it, as a group opens or gets another run, and others than its run
 * get cores. */
static void
on_shown (CollapsarSceneGrid *self)
{
  for (guint i = 0; i < self->cells->len; i++) {
    CollapsarSession *run = collapsar_scene_view_get_session (scene_of (self->cells->pdata[i]));
    if (run != NULL)
      show_run (self, self->cells->pdata[i], run);
  }
}

static void
on_scenes (CollapsarSceneGrid *self, guint position, guint removed, guint added, GListModel *scenes)
{
  gboolean several = self->cells->len > 1;
  fill (self, scenes);
  place (self);
  mark_selected (self);
  update_unit (self);
  if (several != (self->cells->len > 1))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEVERAL]);
}

/* Cameras. */

static CollapsarCamera *
copy_camera (CollapsarCamera *camera)
{
  CollapsarCamera *copy = collapsar_camera_new ();
  if (!collapsar_camera_is_home (camera))
    collapsar_camera_set (copy, collapsar_camera_get (camera));
  return copy;
}

/* All are seen as the selected one is; apart, each goes on from where all were. */
static void
set_linked (CollapsarSceneGrid *self, gboolean linked)
{
  if (self->linked == linked)
    return;
  self->linked = linked;
  CollapsarCamera *from = collapsar_scene_view_get_camera (collapsar_scene_grid_selected (self));
  if (linked) {
    g_object_unref (self->camera);
    self->camera = copy_camera (from);
  }
  for (guint i = 0; i < self->cells->len; i++) {
    g_autoptr (CollapsarCamera) camera = linked ? g_object_ref (self->camera) : copy_camera (self->camera);
    g_object_set (scene_of (self->cells->pdata[i]), "camera", camera, NULL);
  }
  mark_selected (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LINKED]);
}

/* The object. */

static void
set_all (CollapsarSceneGrid *self, const char *property, guint value)
{
  for (guint i = 0; i < self->cells->len; i++)
    g_object_set (scene_of (self->cells->pdata[i]), property, value, NULL);
}

static void
set_parts (CollapsarSceneGrid *self, PlotSceneParts parts)
{
  PlotSceneParts changed = parts ^ self->parts;
  self->parts = parts;
  set_all (self, "parts", self->parts);
  if (changed & PLOT_SCENE_TRAILS)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRAILS]);
  if (changed & PLOT_SCENE_IMAGES)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLASS_IMAGES]);
}

static void
set_part (CollapsarSceneGrid *self, PlotSceneParts part, gboolean shown)
{
  set_parts (self, shown ? self->parts | part : self->parts & ~part);
}

static void
collapsar_scene_grid_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CollapsarSceneGrid *self = COLLAPSAR_SCENE_GRID (object);
  switch (id) {
  case PROP_PROJECTION:
    g_value_set_int (value, self->projection);
    break;
  case PROP_SPLIT:
    g_value_set_int (value, self->split);
    break;
  case PROP_PARTS:
    g_value_set_uint (value, self->parts);
    break;
  case PROP_TRAILS:
    g_value_set_boolean (value, (self->parts & PLOT_SCENE_TRAILS) != 0);
    break;
  case PROP_TRAIL_LENGTH:
    g_value_set_uint (value, self->trail_length);
    break;
  case PROP_CLASS_IMAGES:
    g_value_set_boolean (value, (self->parts & PLOT_SCENE_IMAGES) != 0);
    break;
  case PROP_ORTHOGRAPHIC:
    g_value_set_boolean (value, self->orthographic);
    break;
  case PROP_ALL_SAMPLES:
    g_value_set_boolean (value, self->all_samples);
    break;
  case PROP_LINKED:
    g_value_set_boolean (value, self->linked);
    break;
  case PROP_COMMON_SCALE:
    g_value_set_boolean (value, self->common_scale);
    break;
  case PROP_SEVERAL:
    g_value_set_boolean (value, self->cells->len > 1);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
collapsar_scene_grid_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CollapsarSceneGrid *self = COLLAPSAR_SCENE_GRID (object);
  switch (id) {
  case PROP_PROJECTION:
    self->projection = g_value_get_int (value);
    set_all (self, "projection", self->projection);
    break;
  case PROP_SPLIT:
    self->split = g_value_get_int (value);
    set_all (self, "split", self->split);
    break;
  case PROP_PARTS:
    set_parts (self, g_value_get_uint (value));
    break;
  case PROP_TRAILS:
    set_part (self, PLOT_SCENE_TRAILS, g_value_get_boolean (value));
    break;
  case PROP_TRAIL_LENGTH:
    self->trail_length = g_value_get_uint (value);
    set_all (self, "trail-length", self->trail_length);
    break;
  case PROP_CLASS_IMAGES:
    set_part (self, PLOT_SCENE_IMAGES, g_value_get_boolean (value));
    break;
  case PROP_ORTHOGRAPHIC:
    self->orthographic = g_value_get_boolean (value);
    set_all (self, "orthographic", self->orthographic);
    break;
  case PROP_ALL_SAMPLES:
    self->all_samples = g_value_get_boolean (value);
    set_all (self, "all-samples", self->all_samples);
    break;
  case PROP_LINKED:
    set_linked (self, g_value_get_boolean (value));
    break;
  case PROP_COMMON_SCALE:
    self->common_scale = g_value_get_boolean (value);
    update_unit (self);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
collapsar_scene_grid_dispose (GObject *object)
{
  CollapsarSceneGrid *self = COLLAPSAR_SCENE_GRID (object);
  if (self->stage != NULL) {
    g_signal_handlers_disconnect_by_data (collapsar_stage_scenes (self->stage), self);
    g_signal_handlers_disconnect_by_data (collapsar_stage_runs (self->stage), self);
    g_signal_handlers_disconnect_by_data (collapsar_stage_shown (self->stage), self);
    g_signal_handlers_disconnect_by_data (collapsar_stage_study (self->stage), self);
  }
  g_clear_object (&self->stage);
  g_ptr_array_set_size (self->cells, 0);
  g_clear_object (&self->camera);
  g_clear_object (&self->tour);
  G_OBJECT_CLASS (collapsar_scene_grid_parent_class)->dispose (object);
}

static void
collapsar_scene_grid_finalize (GObject *object)
{
  g_ptr_array_unref (COLLAPSAR_SCENE_GRID (object)->cells);
  G_OBJECT_CLASS (collapsar_scene_grid_parent_class)->finalize (object);
}

static void
collapsar_scene_grid_class_init (CollapsarSceneGridClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  object_class->get_property = collapsar_scene_grid_get_property;
  object_class->set_property = collapsar_scene_grid_set_property;
  object_class->dispose = collapsar_scene_grid_dispose;
  object_class->finalize = collapsar_scene_grid_finalize;

  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  properties[PROP_PROJECTION] = g_param_spec_int (
      "projection", NULL, NULL, 0, COLLAPSE_PROJECTION_N_KINDS - 1, COLLAPSE_PROJECTION_BALANCED, flags);
  properties[PROP_SPLIT]
      = g_param_spec_int ("split", NULL, NULL, 0, TRAINING_N_SPLITS - 1, TRAINING_TRAIN, flags);
  properties[PROP_PARTS]
      = g_param_spec_uint ("parts", NULL, NULL, 0, PLOT_SCENE_ALL, PLOT_SCENE_USUAL, flags);
  properties[PROP_TRAILS]
      = g_param_spec_boolean ("trails", NULL, NULL, FALSE, flags | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_TRAIL_LENGTH]
      = g_param_spec_uint ("trail-length", NULL, NULL, 0, G_MAXUINT, COLLAPSAR_TRAIL_LENGTH, flags);
  properties[PROP_CLASS_IMAGES]
      = g_param_spec_boolean ("class-images", NULL, NULL, FALSE, flags | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_ORTHOGRAPHIC] = g_param_spec_boolean ("orthographic", NULL, NULL, FALSE, flags);
  properties[PROP_ALL_SAMPLES] = g_param_spec_boolean ("all-samples", NULL, NULL, FALSE, flags);
  properties[PROP_LINKED]
      = g_param_spec_boolean ("linked", NULL, NULL, TRUE, flags | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_COMMON_SCALE] = g_param_spec_boolean ("common-scale", NULL, NULL, FALSE, flags);
  properties[PROP_SEVERAL]
      = g_param_spec_boolean ("several", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "scenes.select", NULL, select_focused);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, 0, "scenes.select", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, 0, "scenes.select", NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_GRID_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "scenegrid");
}

static void
collapsar_scene_grid_init (CollapsarSceneGrid *self)
{
  GtkGridLayout *layout = GTK_GRID_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));
  gtk_grid_layout_set_column_homogeneous (layout, TRUE);
  gtk_grid_layout_set_row_homogeneous (layout, TRUE);
  gtk_grid_layout_set_column_spacing (layout, SPACING);
  gtk_grid_layout_set_row_spacing (layout, SPACING);
  self->linked = TRUE;
  self->parts = PLOT_SCENE_USUAL;
  self->trail_length = COLLAPSAR_TRAIL_LENGTH;
  self->camera = collapsar_camera_new ();
  self->tour = collapsar_tour_new ();
  self->hold = NAN;
  for (guint i = 0; i < COLLAPSE_N_CHOSEN; i++)
    self->classes[i] = i;
  self->cells = g_ptr_array_new_with_free_func ((GDestroyNotify)gtk_widget_unparent);
  g_ptr_array_add (self->cells, make_cell (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Scenes"), -1);
}

void
collapsar_scene_grid_set_stage (CollapsarSceneGrid *self, CollapsarStage *stage)
{
  g_return_if_fail (COLLAPSAR_IS_SCENE_GRID (self));
  g_return_if_fail (COLLAPSAR_IS_STAGE (stage));
  g_return_if_fail (self->stage == NULL);

  GListModel *scenes = collapsar_stage_scenes (stage);
  self->stage = g_object_ref (stage);
  g_signal_connect_object (scenes, "items-changed", G_CALLBACK (on_scenes), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (collapsar_stage_study (stage), "notify::selected", G_CALLBACK (mark_selected),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (collapsar_stage_study (stage), "notify::pace", G_CALLBACK (mark_selected), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (collapsar_stage_study (stage), "training", G_CALLBACK (on_shown), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (collapsar_stage_runs (stage), "items-changed", G_CALLBACK (on_shown), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (collapsar_stage_shown (stage), "items-changed", G_CALLBACK (on_shown), self,
                           G_CONNECT_SWAPPED);
  on_scenes (self, 0, 0, g_list_model_get_n_items (scenes), scenes);
}

guint
collapsar_scene_grid_n_scenes (CollapsarSceneGrid *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SCENE_GRID (self), 0);

  return self->cells->len;
}

CollapsarSceneView *
collapsar_scene_grid_scene (CollapsarSceneGrid *self, guint at)
{
  g_return_val_if_fail (COLLAPSAR_IS_SCENE_GRID (self), NULL);
  g_return_val_if_fail (at < self->cells->len, NULL);

  return scene_of (self->cells->pdata[at]);
}

CollapsarSceneView *
collapsar_scene_grid_selected (CollapsarSceneGrid *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SCENE_GRID (self), NULL);

  CollapsarSession *run = selected_run (self);
  for (guint i = 0; i < self->cells->len; i++)
    if (collapsar_scene_view_get_session (scene_of (self->cells->pdata[i])) == run)
      return scene_of (self->cells->pdata[i]);
  return scene_of (self->cells->pdata[0]);
}

CollapsarTour *
collapsar_scene_grid_tour (CollapsarSceneGrid *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SCENE_GRID (self), NULL);

  return self->tour;
}

void
collapsar_scene_grid_choose (CollapsarSceneGrid *self, const guint32 classes[COLLAPSE_N_CHOSEN], double hold)
{
  g_return_if_fail (COLLAPSAR_IS_SCENE_GRID (self));

  memcpy (self->classes, classes, sizeof self->classes);
  self->hold = hold;
  for (guint i = 0; i < self->cells->len; i++)
    collapsar_scene_view_choose (scene_of (self->cells->pdata[i]), classes, hold);
}

void
collapsar_scene_grid_reset_view (CollapsarSceneGrid *self)
{
  g_return_if_fail (COLLAPSAR_IS_SCENE_GRID (self));

  for (guint i = 0; i < self->cells->len; i++)
    collapsar_camera_reset (collapsar_scene_view_get_camera (scene_of (self->cells->pdata[i])));
}
