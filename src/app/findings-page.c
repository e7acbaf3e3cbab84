#include "app/findings-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "app/dots.h"

#define WIDTH 900
#define MORE_SEEDS 2
/* Repeating is offered below. */
#define ENOUGH_SEEDS 3

/* What shows one trend. */
typedef struct {
  GtkWidget *icon, *verdict, *words, *dots;
} Row;

struct _CollapsarFindingsPage {
  GtkBox parent_instance;

  GtkWidget *stack, *sections;
  CollapsarStudy *study;
  char *shown;          /* the findings that there are widgets for */
  GPtrArray *subtitles; /* GtkLabel of each finding */
  GPtrArray *repeats;   /* its button */
  GArray *rows;         /* Row of every trend, in order */
  guint64 stamp;        /* of the runs when they were last looked at */
  guint source;
};

G_DEFINE_FINAL_TYPE (CollapsarFindingsPage, collapsar_findings_page, GTK_TYPE_BOX)

enum { SIGNAL_MESSAGE, SIGNAL_ADDED, N_SIGNALS };
static guint signals[N_SIGNALS];

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

static GtkWidget *
make_trend (const TrainingTrend *trend, Row *row)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *says = make_label (trend->says, "heading");
  row->icon = gtk_image_new ();
  row->verdict = gtk_label_new (NULL);
  row->words = make_label (NULL, NULL);
  row->dots = collapsar_dots_new ();
  gtk_label_set_selectable (GTK_LABEL (row->words), TRUE);
  gtk_widget_set_margin_top (row->dots, 6);
  gtk_box_append (GTK_BOX (head), row->icon);
  gtk_box_append (GTK_BOX (head), row->verdict);
  gtk_box_append (GTK_BOX (card), head);
  gtk_box_append (GTK_BOX (card), says);
  gtk_box_append (GTK_BOX (card), row->words);
  gtk_box_append (GTK_BOX (card), row->dots);
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "finding");
  return card;
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
make_head (CollapsarFindingsPage *self, const CollapsarFinding *finding)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *titles = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *subtitle = make_label (NULL, "dim-label");
  g_autofree char *key = collapsar_finding_key (finding);
  GtkWidget *repeat = make_button (_ ("_Repeat with 2 More Seeds"), "findings.repeat", key);
  gtk_widget_set_hexpand (titles, TRUE);
  gtk_box_append (GTK_BOX (titles),
                  make_label (regime_name (regime_comparison_base (finding->comparison)), "title-2"));
  gtk_box_append (GTK_BOX (titles), subtitle);
  gtk_box_append (GTK_BOX (head), titles);
  gtk_box_append (GTK_BOX (head), repeat);
  gtk_box_append (GTK_BOX (head), make_button (_ ("_Copy"), "findings.copy", key));
  g_ptr_array_add (self->subtitles, subtitle);
  g_ptr_array_add (self->repeats, repeat);
  return head;
}

static void
add_section (CollapsarFindingsPage *self, const CollapsarFinding *finding)
{
  GtkWidget *section = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_box_append (GTK_BOX (section), make_head (self, finding));
  for (guint t = 0; t < regime_comparison_n_trends (finding->comparison); t++) {
    Row row;
    gtk_box_append (GTK_BOX (section), make_trend (regime_comparison_trend (finding->comparison, t), &row));
    g_array_append_val (self->rows, row);
  }
  gtk_box_append (GTK_BOX (self->sections), section);
}

/* Widgets for these findings; those that are there stay when they are for the same. */
static void
make_sections (CollapsarFindingsPage *self, const GPtrArray *findings)
{
  g_autoptr (GString) shown = g_string_new (NULL);
  for (guint f = 0; f < findings->len; f++) {
    g_autofree char *key = collapsar_finding_key (findings->pdata[f]);
    g_string_append_printf (shown, "%s\n", key);
  }
  if (g_strcmp0 (self->shown, shown->str) == 0)
    return;
  for (GtkWidget *child; (child = gtk_widget_get_first_child (self->sections)) != NULL;)
    gtk_box_remove (GTK_BOX (self->sections), child);
  g_ptr_array_set_size (self->subtitles, 0);
  g_ptr_array_set_size (self->repeats, 0);
  g_array_set_size (self->rows, 0);
  for (guint f = 0; f < findings->len; f++)
    add_section (self, findings->pdata[f]);
  if (findings->len > 0)
    gtk_box_append (
        GTK_BOX (self->sections),
        make_label (_ ("Small dots are single seeds; a marker is their mean, a bar its 95 % confidence "
                       "interval (Student’s t). A verdict is by the change from seed to seed, which may "
                       "be clear where the bars overlap."),
                    "dim-label"));
  g_free (self->shown);
  self->shown = g_strdup (shown->str);
}

static void
update_row (const Row *row, const CollapsarFinding *finding, guint index)
{
  const TrainingTrend *trend = regime_comparison_trend (finding->comparison, index);
  TrainingTrendResult *result = collapsar_finding_measure (finding, index);
  const char *verdict = _ (verdicts[result->verdict].words);
  const char *styles[] = { verdicts[result->verdict].style, NULL };
  const char *bold[] = { "heading", verdicts[result->verdict].style, NULL };
  g_autofree char *words = training_trend_words (trend, result, finding->comparison);
  gtk_image_set_from_icon_name (GTK_IMAGE (row->icon), verdicts[result->verdict].icon);
  gtk_widget_set_css_classes (row->icon, styles);
  gtk_widget_set_css_classes (row->verdict, bold);
  g_autofree char *so_far = g_strdup_printf (_ ("%s, so far"), verdict);
  gtk_label_set_label (GTK_LABEL (row->verdict), collapsar_finding_has_ended (finding) ? verdict : so_far);
  if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (row->words)), words) != 0)
    gtk_label_set_label (GTK_LABEL (row->words), words);
  gtk_widget_set_visible (row->dots, result->verdict != TRAINING_TREND_UNMEASURED);
  collapsar_dots_set_result (COLLAPSAR_DOTS (row->dots), finding, trend, result);
}

static void
update (CollapsarFindingsPage *self)
{
  g_autoptr (GPtrArray) findings = collapsar_findings_find (self->study);
  guint row = 0;
  make_sections (self, findings);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), findings->len == 0 ? "none" : "findings");
  for (guint f = 0; f < findings->len; f++) {
    const CollapsarFinding *finding = findings->pdata[f];
    g_autofree char *trained = collapsar_finding_trained (finding);
    gtk_label_set_label (self->subtitles->pdata[f], trained);
    gtk_widget_set_visible (self->repeats->pdata[f], collapsar_finding_min_seeds (finding) < ENOUGH_SEEDS);
    for (guint t = 0; t < regime_comparison_n_trends (finding->comparison); t++)
      update_row (&g_array_index (self->rows, Row, row++), finding, t);
  }
}

/* Another number where anything is different that findings depend on. */
static guint64
stamp_of (CollapsarStudy *study)
{
  guint64 stamp = collapsar_study_n_runs (study) + 1;
  for (guint i = 0; i < collapsar_study_n_runs (study); i++) {
    CollapsarSession *run = collapsar_study_run (study, i);
    TrainingHistory *history = collapsar_session_history (run);
    guint64 parts[]
        = { (guint64)GPOINTER_TO_SIZE (run), collapsar_session_get_state (run),
            (guint64)GPOINTER_TO_SIZE (collapsar_session_regime (run)), collapsar_session_get_style (run),
            history == NULL ? 0 : training_history_n_records (history) + 1 };
    for (gsize p = 0; p < G_N_ELEMENTS (parts); p++)
      stamp = (stamp ^ parts[p]) * G_GUINT64_CONSTANT (1099511628211); /* FNV-1a */
  }
  return stamp;
}

static gboolean
on_second (gpointer user_data)
{
  CollapsarFindingsPage *self = user_data;
  guint64 stamp = stamp_of (self->study);
  if (stamp != self->stamp)
    update (self);
  self->stamp = stamp;
  return G_SOURCE_CONTINUE;
}

static void
collapsar_findings_page_map (GtkWidget *widget)
{
  CollapsarFindingsPage *self = COLLAPSAR_FINDINGS_PAGE (widget);
  GTK_WIDGET_CLASS (collapsar_findings_page_parent_class)->map (widget);
  on_second (self);
  self->source = g_timeout_add_seconds (1, on_second, self);
}

static void
collapsar_findings_page_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&COLLAPSAR_FINDINGS_PAGE (widget)->source, g_source_remove);
  GTK_WIDGET_CLASS (collapsar_findings_page_parent_class)->unmap (widget);
}

/* The finding of that key in `findings`; NULL when its runs are gone. */
static const CollapsarFinding *
find_key (const GPtrArray *findings, GVariant *key)
{
  for (guint f = 0; f < findings->len; f++) {
    g_autofree char *each = collapsar_finding_key (findings->pdata[f]);
    if (g_str_equal (each, g_variant_get_string (key, NULL)))
      return findings->pdata[f];
  }
  return NULL;
}

static void
copy (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarFindingsPage *self = COLLAPSAR_FINDINGS_PAGE (widget);
  g_autoptr (GPtrArray) findings = collapsar_findings_find (self->study);
  const CollapsarFinding *finding = find_key (findings, parameter);
  if (finding == NULL)
    return;
  g_autofree char *text = collapsar_finding_to_text (finding);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  g_signal_emit (self, signals[SIGNAL_MESSAGE], 0, _ ("Copied"));
}

/* The next seeds of a variant's last run. */
static void
add_seeds (CollapsarStudy *study, const CollapsarFinding *finding, guint variant, GPtrArray *regimes)
{
  Regime *last = NULL;
  for (guint s = 0; s < finding->n_seeds; s++) {
    CollapsarSession *run = finding->runs->pdata[variant * finding->n_seeds + s];
    if (run != NULL)
      last = collapsar_session_regime (run);
  }
  for (guint i = 0; last != NULL && i < MORE_SEEDS; i++) {
    last = collapsar_study_next_seed (study, last);
    g_ptr_array_add (regimes, last);
  }
}

static void
repeat (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarFindingsPage *self = COLLAPSAR_FINDINGS_PAGE (widget);
  g_autoptr (GPtrArray) findings = collapsar_findings_find (self->study);
  g_autoptr (GPtrArray) regimes = g_ptr_array_new_with_free_func ((GDestroyNotify)regime_unref);
  const CollapsarFinding *finding = find_key (findings, parameter);
  if (finding == NULL)
    return;
  for (guint v = 0; v < regime_comparison_n_variants (finding->comparison); v++)
    add_seeds (self->study, finding, v, regimes);
  CollapsarSession *selected = collapsar_study_get_selected (self->study);
  collapsar_study_add_all (self->study, regimes);
  collapsar_study_select (self->study, selected);
  g_signal_emit (self, signals[SIGNAL_ADDED], 0, regimes->len);
}

static void
collapsar_findings_page_dispose (GObject *object)
{
  CollapsarFindingsPage *self = COLLAPSAR_FINDINGS_PAGE (object);
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->study);
  G_OBJECT_CLASS (collapsar_findings_page_parent_class)->dispose (object);
}

static void
collapsar_findings_page_finalize (GObject *object)
{
  CollapsarFindingsPage *self = COLLAPSAR_FINDINGS_PAGE (object);
  g_free (self->shown);
  g_ptr_array_unref (self->subtitles);
  g_ptr_array_unref (self->repeats);
  g_array_unref (self->rows);
  G_OBJECT_CLASS (collapsar_findings_page_parent_class)->finalize (object);
}

static void
collapsar_findings_page_class_init (CollapsarFindingsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  object_class->dispose = collapsar_findings_page_dispose;
  object_class->finalize = collapsar_findings_page_finalize;
  widget_class->map = collapsar_findings_page_map;
  widget_class->unmap = collapsar_findings_page_unmap;
  signals[SIGNAL_MESSAGE] = g_signal_new ("message", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_ADDED] = g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_install_action (widget_class, "findings.copy", "s", copy);
  gtk_widget_class_install_action (widget_class, "findings.repeat", "s", repeat);
}

static GtkWidget *
make_none (void)
{
  GtkWidget *page = adw_status_page_new ();
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "collapsar-findings-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _ ("What Did We See?"));
  adw_status_page_set_description (
      ADW_STATUS_PAGE (page), _ ("Train a preset with all of its variants: what it says should be seen, and "
                                 "whether your runs show it, is then told here."));
  return page;
}

static void
collapsar_findings_page_init (CollapsarFindingsPage *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new (), *clamp = adw_clamp_new ();
  self->subtitles = g_ptr_array_new ();
  self->repeats = g_ptr_array_new ();
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  self->stack = gtk_stack_new ();
  self->sections = gtk_box_new (GTK_ORIENTATION_VERTICAL, 30);
  gtk_widget_add_css_class (self->sections, "findings");
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), self->sections);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_stack_add_named (GTK_STACK (self->stack), make_none (), "none");
  gtk_stack_add_named (GTK_STACK (self->stack), scroller, "findings");
  gtk_widget_set_hexpand (self->stack, TRUE);
  gtk_widget_set_vexpand (self->stack, TRUE);
  gtk_box_append (GTK_BOX (self), self->stack);
}

void
collapsar_findings_page_set_study (CollapsarFindingsPage *self, CollapsarStudy *study)
{
  g_return_if_fail (COLLAPSAR_IS_FINDINGS_PAGE (self));
  g_return_if_fail (COLLAPSAR_IS_STUDY (study));
  g_return_if_fail (self->study == NULL);

  self->study = g_object_ref (study);
}
