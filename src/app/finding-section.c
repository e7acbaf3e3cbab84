#include "app/finding-section.h"

#include <glib/gi18n.h>

#include "app/dots.h"

/* Repeating is offered below. */
#define ENOUGH_SEEDS 3

/* What shows one trend. */
typedef struct {
  GtkWidget *card, *icon, *verdict, *words, *dots;
} Row;

struct _CollapsarFindingSection {
  GtkBox parent_instance;

  char *key;
  GtkWidget *subtitle, *repeat, *complete;
  GArray *rows; /* of Row */
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

static Row
make_row (const TrainingTrend *trend)
{
  Row row = { gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), gtk_image_new (), gtk_label_new (NULL),
              make_label (NULL, NULL), collapsar_dots_new () };
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_label_set_selectable (GTK_LABEL (row.words), TRUE);
  gtk_widget_set_margin_top (row.dots, 6);
  gtk_box_append (GTK_BOX (head), row.icon);
  gtk_box_append (GTK_BOX (head), row.verdict);
  gtk_box_append (GTK_BOX (row.card), head);
  gtk_box_append (GTK_BOX (row.card), make_label (trend->says, "heading"));
  gtk_box_append (GTK_BOX (row.card), row.words);
  gtk_box_append (GTK_BOX (row.card), row.dots);
  gtk_widget_add_css_class (row.card, "card");
  gtk_widget_add_css_class (row.card, "finding");
  return row;
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
  gtk_widget_set_hexpand (titles, TRUE);
  gtk_box_append (GTK_BOX (titles),
                  make_label (regime_name (regime_comparison_base (finding->comparison)), "title-2"));
  gtk_box_append (GTK_BOX (titles), self->subtitle);
  gtk_box_append (GTK_BOX (head), titles);
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
  g_array_unref (self->rows);
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
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
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
    Row made = make_row (trend);
    g_array_append_val (self->rows, made);
    gtk_box_append (GTK_BOX (self), made.card);
  }
  const Row *row = &g_array_index (self->rows, Row, index);
  TrainingTrendResult *result = collapsar_finding_measure (finding, index);
  gboolean measured = result->verdict != TRAINING_TREND_UNMEASURED;
  const char *verdict = _ (verdicts[result->verdict].words);
  const char *styles[] = { verdicts[result->verdict].style, NULL };
  const char *bold[] = { "heading", verdicts[result->verdict].style, NULL };
  g_autofree char *words = training_trend_words (trend, result, finding->comparison);
  g_autofree char *so_far = g_strdup_printf (_ ("%s, so far"), verdict);
  gtk_image_set_from_icon_name (GTK_IMAGE (row->icon), verdicts[result->verdict].icon);
  gtk_widget_set_css_classes (row->icon, styles);
  gtk_widget_set_css_classes (row->verdict, bold);
  gtk_label_set_label (GTK_LABEL (row->verdict), collapsar_finding_has_ended (finding) ? verdict : so_far);
  if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (row->words)), words) != 0)
    gtk_label_set_label (GTK_LABEL (row->words), words);
  /* What needs a variant that has no run is not worth a card. */
  gtk_widget_set_visible (row->card, measured || collapsar_finding_is_whole (finding));
  gtk_widget_set_visible (row->dots, measured);
  collapsar_dots_set_result (COLLAPSAR_DOTS (row->dots), finding, trend, result);
}

GArray *
collapsar_finding_section_panels (CollapsarFindingSection *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_FINDING_SECTION (self), NULL);

  GArray *panels = g_array_new (FALSE, FALSE, sizeof (PlotPanel));
  for (guint i = 0; i < self->rows->len; i++) {
    const Row *row = &g_array_index (self->rows, Row, i);
    PlotPanel panel
        = { .kind = PLOT_PANEL_DOTS, .dots = collapsar_dots_get_plot (COLLAPSAR_DOTS (row->dots)) };
    if (gtk_widget_get_visible (row->card) && gtk_widget_get_visible (row->dots))
      g_array_append_val (panels, panel);
  }
  return panels;
}
