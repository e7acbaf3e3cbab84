#include "app/findings-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "app/finding-section.h"
#include "app/finding-tunings.h"
#include "app/findings.h"

#define WIDTH 900
#define MORE_SEEDS 2

struct _CollapsarFindingsPage {
  GtkBox parent_instance;

  GtkWidget *stack, *sections, *note;
  CollapsarRunPlaces *places;
  CollapsarStudy *study;
  CollapsarFindingTunings *tunings;
  GPtrArray *findings;  /* as last looked for */
  guint finding, trend; /* of these, what is to be updated next */
  guint64 stamp;        /* of the runs when they were last looked at */
  guint source, idle;
};

G_DEFINE_FINAL_TYPE (CollapsarFindingsPage, collapsar_findings_page, GTK_TYPE_BOX)

enum { SIGNAL_MESSAGE, SIGNAL_ADDED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* The section made for a finding, or NULL. */
static CollapsarFindingSection *
find_section (CollapsarFindingsPage *self, const CollapsarFinding *finding)
{
  g_autofree char *key = collapsar_finding_key (finding);
  for (GtkWidget *child = gtk_widget_get_first_child (self->sections); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (COLLAPSAR_IS_FINDING_SECTION (child)
        && g_str_equal (collapsar_finding_section_get_key (COLLAPSAR_FINDING_SECTION (child)), key))
      return COLLAPSAR_FINDING_SECTION (child);
  return NULL;
}

/* Its head, in its place after that of the one before; made when there is none. */
static CollapsarFindingSection *
update_section (CollapsarFindingsPage *self, guint index)
{
  const CollapsarFinding *finding = self->findings->pdata[index];
  CollapsarFindingSection *section = find_section (self, finding);
  if (section == NULL) {
    section = COLLAPSAR_FINDING_SECTION (collapsar_finding_section_new (finding));
    gtk_box_prepend (GTK_BOX (self->sections), GTK_WIDGET (section));
  }
  GtkWidget *before = index == 0 ? NULL : GTK_WIDGET (find_section (self, self->findings->pdata[index - 1]));
  if (gtk_widget_get_prev_sibling (GTK_WIDGET (section)) != before)
    gtk_box_reorder_child_after (GTK_BOX (self->sections), GTK_WIDGET (section), before);
  collapsar_finding_section_update_head (section, finding);
  return section;
}

/* Takes away the sections after those of the findings. */
static void
remove_others (CollapsarFindingsPage *self)
{
  guint n = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (self->sections), *next; child != NULL; child = next) {
    next = gtk_widget_get_next_sibling (child);
    if (COLLAPSAR_IS_FINDING_SECTION (child) && n++ >= self->findings->len)
      gtk_box_remove (GTK_BOX (self->sections), child);
  }
}

/* One trend at a time, so that no turn of the main loop takes long. */
static gboolean
on_idle (gpointer user_data)
{
  CollapsarFindingsPage *self = user_data;
  if (self->finding == self->findings->len) {
    remove_others (self);
    gtk_widget_set_visible (self->note, self->findings->len > 0);
    self->idle = 0;
    return G_SOURCE_REMOVE;
  }
  const CollapsarFinding *finding = self->findings->pdata[self->finding];
  CollapsarFindingSection *section
      = self->trend == 0 ? update_section (self, self->finding) : find_section (self, finding);
  collapsar_finding_section_update_trend (section, finding, self->trend++);
  if (self->trend == regime_comparison_n_trends (finding->comparison)) {
    self->finding++;
    self->trend = 0;
  }
  return G_SOURCE_CONTINUE;
}

/* The findings as they are now. */
static GPtrArray *
find (CollapsarFindingsPage *self)
{
  GPtrArray *findings = collapsar_findings_find (self->places);
  collapsar_finding_tunings_put (self->tunings, findings);
  return findings;
}

static void
update (CollapsarFindingsPage *self)
{
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  self->findings = find (self);
  self->finding = self->trend = 0;
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), self->findings->len == 0 ? "none" : "findings");
  if (self->idle == 0)
    self->idle = g_idle_add (on_idle, self);
}

/* Another number where anything is different that findings depend on. */
static guint64
stamp_of (CollapsarFindingsPage *self)
{
  CollapsarStudy *study = self->study;
  guint64 stamp = (guint64)GPOINTER_TO_SIZE (collapsar_study_get_selected (study)) + 1
                  + collapsar_finding_tunings_stamp (self->tunings);
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
  guint64 stamp = stamp_of (self);
  if (stamp != self->stamp)
    update (self);
  self->stamp = stamp;
  return G_SOURCE_CONTINUE;
}

static void
on_change (CollapsarFindingsPage *self)
{
  self->stamp = 0;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    on_second (self);
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
  g_autoptr (GPtrArray) findings = find (self);
  const CollapsarFinding *finding = find_key (findings, parameter);
  if (finding == NULL)
    return;
  g_autofree char *text = collapsar_finding_to_text (finding);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  g_signal_emit (self, signals[SIGNAL_MESSAGE], 0, _ ("Copied"));
}

/* Runs that are to be trained. */
typedef struct {
  GPtrArray *regimes;
  GArray *variants; /* of guint, of each */
} Additions;

static void
additions_clear (Additions *additions)
{
  g_ptr_array_unref (additions->regimes);
  g_array_unref (additions->variants);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Additions, additions_clear)

static Additions
additions_new (void)
{
  return (Additions){ g_ptr_array_new_with_free_func ((GDestroyNotify)regime_unref),
                      g_array_new (FALSE, FALSE, sizeof (guint)) };
}

/* Takes the regime. */
static void
add_regime (Additions *additions, Regime *regime, guint variant)
{
  g_ptr_array_add (additions->regimes, regime);
  g_array_append_val (additions->variants, variant);
}

/* The next seeds of a variant's last run. */
static void
add_seeds (CollapsarStudy *study, const CollapsarFinding *finding, guint variant, Additions *additions)
{
  Regime *last = NULL;
  for (guint s = 0; s < finding->seeds->len; s++) {
    CollapsarSession *run = finding->runs->pdata[variant * finding->seeds->len + s];
    if (run != NULL)
      last = collapsar_session_regime (run);
  }
  for (guint i = 0; last != NULL && i < MORE_SEEDS; i++) {
    last = collapsar_study_next_seed (study, last);
    add_regime (additions, last, variant);
  }
}

/* Trains them, and fine-tunes them as the finding's are; the selection stays. */
static void
add (CollapsarFindingsPage *self, const CollapsarFinding *finding, const Additions *additions)
{
  CollapsarSession *selected = collapsar_study_get_selected (self->study);
  guint first = collapsar_study_n_runs (self->study);
  g_autoptr (GPtrArray) runs = g_ptr_array_new ();
  collapsar_study_add_all (self->study, additions->regimes);
  collapsar_study_select (self->study, selected);
  for (guint i = 0; i < additions->regimes->len; i++)
    g_ptr_array_add (runs, collapsar_study_run (self->study, first + i));
  if (collapsar_finding_tunes (finding))
    collapsar_finding_tune (finding, collapsar_study_transfers (self->study), runs,
                            (const guint *)additions->variants->data);
  g_signal_emit (self, signals[SIGNAL_ADDED], 0, additions->regimes->len);
}

static void
repeat (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarFindingsPage *self = COLLAPSAR_FINDINGS_PAGE (widget);
  g_autoptr (GPtrArray) findings = find (self);
  g_auto (Additions) additions = additions_new ();
  const CollapsarFinding *finding = find_key (findings, parameter);
  if (finding == NULL)
    return;
  for (guint v = 0; v < regime_comparison_n_variants (finding->comparison); v++)
    add_seeds (self->study, finding, v, &additions);
  add (self, finding, &additions);
}

static void
complete (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarFindingsPage *self = COLLAPSAR_FINDINGS_PAGE (widget);
  g_autoptr (GPtrArray) findings = find (self);
  g_auto (Additions) additions = additions_new ();
  const CollapsarFinding *finding = find_key (findings, parameter);
  if (finding == NULL)
    return;
  for (guint v = 0; v < regime_comparison_n_variants (finding->comparison); v++) {
    g_autoptr (GPtrArray) missing = collapsar_finding_missing (finding, v);
    while (missing->len > 0)
      add_regime (&additions, g_ptr_array_steal_index (missing, 0), v);
  }
  add (self, finding, &additions);
}

static void
tune (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarFindingsPage *self = COLLAPSAR_FINDINGS_PAGE (widget);
  g_autoptr (GPtrArray) findings = find (self), runs = g_ptr_array_new ();
  g_autoptr (GArray) variants = g_array_new (FALSE, FALSE, sizeof (guint));
  const CollapsarFinding *finding = find_key (findings, parameter);
  if (finding == NULL)
    return;
  for (guint i = 0; i < finding->runs->len; i++) {
    guint variant = i / finding->seeds->len;
    if (finding->runs->pdata[i] == NULL)
      continue;
    g_ptr_array_add (runs, finding->runs->pdata[i]);
    g_array_append_val (variants, variant);
  }
  collapsar_finding_tune (finding, collapsar_study_transfers (self->study), runs,
                          (const guint *)variants->data);
}

static void
collapsar_findings_page_dispose (GObject *object)
{
  CollapsarFindingsPage *self = COLLAPSAR_FINDINGS_PAGE (object);
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_object (&self->tunings);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_object (&self->places);
  g_clear_object (&self->study);
  G_OBJECT_CLASS (collapsar_findings_page_parent_class)->dispose (object);
}

static void
collapsar_findings_page_class_init (CollapsarFindingsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  object_class->dispose = collapsar_findings_page_dispose;
  widget_class->map = collapsar_findings_page_map;
  widget_class->unmap = collapsar_findings_page_unmap;
  signals[SIGNAL_MESSAGE] = g_signal_new ("message", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_ADDED] = g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_install_action (widget_class, "findings.copy", "s", copy);
  gtk_widget_class_install_action (widget_class, "findings.repeat", "s", repeat);
  gtk_widget_class_install_action (widget_class, "findings.complete", "s", complete);
  gtk_widget_class_install_action (widget_class, "findings.tune", "s", tune);
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

static GtkWidget *
make_note (void)
{
  GtkWidget *note
      = gtk_label_new (_ ("Small dots are single seeds; a marker is their mean, a bar its 95 % confidence "
                          "interval (Student’s t). A verdict is by the change from seed to seed, which may "
                          "be clear where the bars overlap. In a chart of points each is a mean over the "
                          "seeds, and its bar one standard deviation."));
  gtk_label_set_wrap (GTK_LABEL (note), TRUE);
  gtk_label_set_xalign (GTK_LABEL (note), 0);
  gtk_widget_add_css_class (note, "dim-label");
  return note;
}

static void
collapsar_findings_page_init (CollapsarFindingsPage *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new (), *clamp = adw_clamp_new ();
  self->stack = gtk_stack_new ();
  self->sections = gtk_box_new (GTK_ORIENTATION_VERTICAL, 30);
  self->note = make_note ();
  gtk_widget_add_css_class (self->sections, "findings");
  gtk_box_append (GTK_BOX (self->sections), self->note);
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
collapsar_findings_page_set_places (CollapsarFindingsPage *self, CollapsarRunPlaces *places)
{
  g_return_if_fail (COLLAPSAR_IS_FINDINGS_PAGE (self));
  g_return_if_fail (COLLAPSAR_IS_RUN_PLACES (places));
  g_return_if_fail (self->places == NULL);

  self->places = g_object_ref (places);
  self->study = g_object_ref (collapsar_run_places_study (places));
  g_signal_connect_object (places, "changed", G_CALLBACK (on_change), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->study, "notify::selected", G_CALLBACK (on_change), self, G_CONNECT_SWAPPED);
  self->tunings = collapsar_finding_tunings_new (collapsar_study_transfers (self->study));
  g_signal_connect_object (self->tunings, "changed", G_CALLBACK (on_change), self, G_CONNECT_SWAPPED);
}

const CollapsarFinding *
collapsar_findings_page_first (CollapsarFindingsPage *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_FINDINGS_PAGE (self), NULL);
  return self->findings == NULL || self->findings->len == 0 ? NULL : self->findings->pdata[0];
}
