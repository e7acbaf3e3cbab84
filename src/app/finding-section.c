#include "app/finding-section.h"

#include <glib/gi18n.h>

#include "app/dots.h"
#include "app/finding-tunings.h"
#include "app/plot-view.h"
#include "view/trend-scatter.h"

/* Repeating is offered below. */
#define ENOUGH_SEEDS 3

/* As high as a scatter's labels need. */
#define SCATTER_HEIGHT 300

/* What shows one trend. */
typedef struct {
  GtkWidget *card, *icon, *verdict, *words;
  GtkWidget *dots, *points;  /* one of them: the latter of a correlation */
  ViewTrendScatter *scatter; /* that the points are of */
  PlotScatter bare;          /* likewise, without its titles */
} Row;

struct _CollapsarFindingSection {
  GtkBox parent_instance;

  char *key;
  GtkWidget *subtitle, *repeat, *complete, *tune;
  GPtrArray *rows; /* of Row */
};

G_DEFINE_FINAL_TYPE (CollapsarFindingSection, collapsar_finding_section, GTK_TYPE_BOX)

static const struct {
  const char *icon, *style, *words;
} verdicts[] = {
  [TRAINING_TREND_SHOWN] = { "emblem-ok-symbolic", "success", N_ ("Shown") },
  [TRAINING_TREND_OPPOSITE] = { "window-close-symbolic", "error", N_ ("Not shown: the opposite") },
  [TRAINING_TREND_UNCLEAR] = { "dialog-question-symbolic", "warning", N_ ("Unclear") },
  [TRAINING_TREND_UNMEASURED] = { "content-loading-symbolic", "dim-label", N_ ("Not measured") },
};

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static void
row_free (gpointer data)
{
  Row *row = data;
  g_clear_pointer (&row->scatter, view_trend_scatter_free);
  g_free (row);
}

static char *
describe_point (const CollapsarPlotPoint *point, gpointer user_data)
{
  const Row *row = user_data;
  return view_trend_scatter_describe (row->scatter, (guint)point->line);
}

static GtkWidget *
make_points (Row *row)
{
  GtkWidget *points = collapsar_plot_view_new ();
  gtk_widget_set_vexpand (points, FALSE);
  gtk_widget_set_size_request (points, -1, SCATTER_HEIGHT);
  collapsar_plot_view_set_words (COLLAPSAR_PLOT_VIEW (points), describe_point, row);
  return points;
}

/* Of a correlation points, of others dots. */
static GtkWidget *
row_figure (const Row *row)
{
  return row->points != NULL ? row->points : row->dots;
}

static Row *
make_row (const TrainingTrend *trend)
{
  Row *row = g_new0 (Row, 1);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  row->card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  row->icon = gtk_image_new ();
  row->verdict = gtk_label_new (NULL);
  row->words = make_label (NULL, NULL);
  if (training_trend_is_correlation (trend))
    row->points = make_points (row);
  else
    row->dots = collapsar_dots_new ();
  gtk_label_set_selectable (GTK_LABEL (row->words), TRUE);
  gtk_widget_set_margin_top (row_figure (row), 6);
  gtk_box_append (GTK_BOX (head), row->icon);
  gtk_box_append (GTK_BOX (head), row->verdict);
  gtk_box_append (GTK_BOX (row->card), head);
  gtk_box_append (GTK_BOX (row->card), make_label (trend->says, "heading"));
  gtk_box_append (GTK_BOX (row->card), row->words);
  gtk_box_append (GTK_BOX (row->card), row_figure (row));
  gtk_widget_add_css_class (row->card, "card");
  gtk_widget_add_css_class (row->card, "finding");
  return row;
}

static void
show_points (Row *row,
             const CollapsarFinding *finding,
             const TrainingTrend *trend,
             const TrainingTrendResult *result)
{
  g_autofree guint *styles = collapsar_finding_styles (finding);
  if (row->points == NULL) {
    collapsar_dots_set_result (COLLAPSAR_DOTS (row->dots), trend, result, finding->comparison, styles);
    return;
  }
  g_autoptr (ViewTrendScatter) old = row->scatter;
  row->scatter = view_trend_scatter_new (trend, result, finding->comparison, styles);
  row->bare = *view_trend_scatter_plot (row->scatter);
  row->bare.title = row->bare.subtitle = NULL;
  collapsar_plot_view_set_scatter (COLLAPSAR_PLOT_VIEW (row->points), &row->bare);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->points), GTK_ACCESSIBLE_PROPERTY_LABEL, trend->says,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  gtk_label_get_label (GTK_LABEL (row->words)), -1);
}

static GtkWidget *
make_button (const char *label, const char *action, const char *key)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", key);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

/* Title, what was trained, and what can be done about it. */
static GtkWidget *
make_head (CollapsarFindingSection *self, const CollapsarFinding *finding)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *titles = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  self->subtitle = make_label (NULL, "dim-label");
  self->repeat = make_button (_ ("_Repeat with 2 More Seeds"), "findings.repeat", self->key);
  self->complete = make_button (_ ("_Train the Missing Variants"), "findings.complete", self->key);
  self->tune = make_button (_ ("_Fine-Tune"), "findings.tune", self->key);
  gtk_widget_set_tooltip_text (self->tune, _ ("Do the fine-tunings of the preset that are not done"));
  gtk_widget_set_hexpand (titles, TRUE);
  gtk_box_append (GTK_BOX (titles),
                  make_label (regime_name (regime_comparison_base (finding->comparison)), "title-2"));
  gtk_box_append (GTK_BOX (titles), self->subtitle);
  gtk_box_append (GTK_BOX (head), titles);
  gtk_box_append (GTK_BOX (head), self->tune);
  gtk_box_append (GTK_BOX (head), self->complete);
  gtk_box_append (GTK_BOX (head), self->repeat);
  gtk_box_append (GTK_BOX (head), make_button (_ ("_Copy"), "findings.copy", self->key));
  return head;
}

static void
collapsar_finding_section_finalize (GObject *object)
{
  CollapsarFindingSection *self = COLLAPSAR_FINDING_SECTION (object);
  g_free (self->key);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (collapsar_finding_section_parent_class)->finalize (object);
}

static void
collapsar_finding_section_class_init (CollapsarFindingSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = collapsar_finding_section_finalize;
}

static void
collapsar_finding_section_init (CollapsarFindingSection *self)
{
  self->rows = g_ptr_array_new_with_free_func (row_free);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
}

GtkWidget *
collapsar_finding_section_new (const CollapsarFinding *finding)
{
  CollapsarFindingSection *self = g_object_new (COLLAPSAR_TYPE_FINDING_SECTION, NULL);
  self->key = collapsar_finding_key (finding);
  gtk_box_append (GTK_BOX (self), make_head (self, finding));
  return GTK_WIDGET (self);
}

const char *
collapsar_finding_section_get_key (CollapsarFindingSection *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_FINDING_SECTION (self), NULL);
  return self->key;
}

void
collapsar_finding_section_update_head (CollapsarFindingSection *self, const CollapsarFinding *finding)
{
  g_return_if_fail (COLLAPSAR_IS_FINDING_SECTION (self));

  g_autofree char *trained = collapsar_finding_trained (finding);
  gboolean whole = collapsar_finding_is_whole (finding);
  gtk_label_set_label (GTK_LABEL (self->subtitle), trained);
  gtk_widget_set_visible (self->complete, !whole);
  gtk_widget_set_visible (self->tune, collapsar_finding_lacks_tunings (finding));
  gtk_widget_set_visible (self->repeat, whole && collapsar_finding_min_seeds (finding) < ENOUGH_SEEDS);
}

void
collapsar_finding_section_update_trend (CollapsarFindingSection *self,
                                        const CollapsarFinding *finding,
                                        guint index)
{
  g_return_if_fail (COLLAPSAR_IS_FINDING_SECTION (self));
  g_return_if_fail (index <= self->rows->len);

  const TrainingTrend *trend = regime_comparison_trend (finding->comparison, index);
  if (index == self->rows->len) {
    g_ptr_array_add (self->rows, make_row (trend));
    gtk_box_append (GTK_BOX (self), ((Row *)self->rows->pdata[index])->card);
  }
  Row *row = self->rows->pdata[index];
  g_autoptr (TrainingTrendResult) result = collapsar_finding_measure (finding, index);
  gboolean measured = result->verdict != TRAINING_TREND_UNMEASURED;
  const char *verdict = _ (verdicts[result->verdict].words);
  const char *styles[] = { verdicts[result->verdict].style, NULL };
  const char *bold[] = { "heading", verdicts[result->verdict].style, NULL };
  g_autofree char *words = training_trend_words (trend, result, finding->comparison);
  g_autofree char *so_far = g_strdup_printf (_ ("%s, so far"), verdict);
  gtk_image_set_from_icon_name (GTK_IMAGE (row->icon), verdicts[result->verdict].icon);
  gtk_widget_set_css_classes (row->icon, styles);
  gtk_widget_set_css_classes (row->verdict, bold);
  gtk_label_set_label (GTK_LABEL (row->verdict),
                       collapsar_finding_trend_has_ended (finding, index) ? verdict : so_far);
  if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (row->words)), words) != 0)
    gtk_label_set_label (GTK_LABEL (row->words), words);
  /* What needs a variant that has no run is not worth a card. */
  gtk_widget_set_visible (row->card, measured || collapsar_finding_is_whole (finding));
  gtk_widget_set_visible (row_figure (row), measured);
  show_points (row, finding, trend, result);
}
