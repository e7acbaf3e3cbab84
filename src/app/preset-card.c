#include "app/preset-card.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/time-left.h"
#include "training/regime-comparison.h"

struct _CollapsarPresetCard {
  GtkFlowBoxChild parent_instance;

  CollapsarPresetPicture *picture;
  GtkLabel *name;
  GtkLabel *about;
  GtkImage *icon;
  GtkLabel *time;
  GtkWidget *first;

  char *preset, *words; /* words: what is searched, folded */
};

G_DEFINE_FINAL_TYPE (CollapsarPresetCard, collapsar_preset_card, GTK_TYPE_FLOW_BOX_CHILD)

static void
collapsar_preset_card_finalize (GObject *object)
{
  CollapsarPresetCard *self = COLLAPSAR_PRESET_CARD (object);
  g_free (self->preset);
  g_free (self->words);
  G_OBJECT_CLASS (collapsar_preset_card_parent_class)->finalize (object);
}

static void
collapsar_preset_card_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), COLLAPSAR_TYPE_PRESET_CARD);
  G_OBJECT_CLASS (collapsar_preset_card_parent_class)->dispose (object);
}

/* For assistive technologies: GTK 4.8 tells them nothing of a click on a card. */
static void
activate (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate (widget);
}

static void
collapsar_preset_card_class_init (CollapsarPresetCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_preset_card_dispose;
  G_OBJECT_CLASS (klass)->finalize = collapsar_preset_card_finalize;
  g_type_ensure (COLLAPSAR_TYPE_PRESET_PICTURE);
  gtk_widget_class_install_action (widget_class, "card.activate", NULL, activate);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/collapsar/Collapsar/ui/preset-card.ui");
  gtk_widget_class_bind_template_child (widget_class, CollapsarPresetCard, picture);
  gtk_widget_class_bind_template_child (widget_class, CollapsarPresetCard, name);
  gtk_widget_class_bind_template_child (widget_class, CollapsarPresetCard, about);
  gtk_widget_class_bind_template_child (widget_class, CollapsarPresetCard, icon);
  gtk_widget_class_bind_template_child (widget_class, CollapsarPresetCard, time);
  gtk_widget_class_bind_template_child (widget_class, CollapsarPresetCard, first);
}

static void
collapsar_preset_card_init (CollapsarPresetCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The first sentence: the rest is the hint's. */
static char *
first_sentence (const char *text)
{
  const char *end = strpbrk (text, ".?");
  while (end != NULL && end[1] != ' ' && end[1] != '\0')
    end = strpbrk (end + 1, ".?");
  return end == NULL ? g_strdup (text) : g_strndup (text, (gsize)(end + 1 - text));
}

GtkWidget *
collapsar_preset_card_new (const char *preset, gboolean first)
{
  g_autoptr (RegimeComparison) comparison = regime_comparison_new_from_argument (preset, NULL);
  g_return_val_if_fail (comparison != NULL, NULL);

  CollapsarPresetCard *self = g_object_new (COLLAPSAR_TYPE_PRESET_CARD, NULL);
  const Regime *base = regime_comparison_base (comparison);
  g_autofree char *sentence = first_sentence (regime_about (base));
  g_autofree char *words = g_strdup_printf ("%s %s %s", preset, regime_name (base), regime_about (base));
  self->preset = g_strdup (preset);
  self->words = g_utf8_casefold (words, -1);
  gtk_label_set_label (self->name, regime_name (base));
  gtk_label_set_label (self->about, sentence);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->about), regime_about (base));
  gtk_widget_set_visible (self->first, first);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, regime_name (base),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, regime_about (base), -1);
  collapsar_preset_picture_load (self->picture, preset);
  return GTK_WIDGET (self);
}

const char *
collapsar_preset_card_preset (CollapsarPresetCard *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_PRESET_CARD (self), NULL);

  return self->preset;
}

void
collapsar_preset_card_tell (CollapsarPresetCard *self,
                            CollapsarEstimator *estimator,
                            double pace,
                            guint cores)
{
  g_return_if_fail (COLLAPSAR_IS_PRESET_CARD (self));

  const char *trouble = collapsar_estimator_trouble (estimator, self->preset);
  double seconds = collapsar_estimator_seconds (estimator, self->preset, pace, cores);
  g_autofree char *time = isnan (seconds) ? NULL : collapsar_time_format (seconds);
  g_autofree char *text = trouble != NULL ? g_strdup (_ ("needs a data set that is missing"))
                          : time != NULL  ? g_strdup_printf (_ ("about %s"), time)
                                          : g_strdup (_ ("measuring…"));
  gtk_image_set_from_icon_name (self->icon, trouble != NULL ? "dialog-warning-symbolic"
                                                            : "document-open-recent-symbolic");
  gtk_label_set_label (self->time, text);
  gtk_label_set_wrap (self->time, trouble != NULL); /* what needs no second line is given no room for it */
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->time), trouble);
}

gboolean
collapsar_preset_card_matches (CollapsarPresetCard *self, const char *words)
{
  g_return_val_if_fail (COLLAPSAR_IS_PRESET_CARD (self), FALSE);

  g_autofree char *folded = g_utf8_casefold (words, -1);
  g_auto (GStrv) each = g_strsplit (folded, " ", -1);
  for (guint i = 0; each[i] != NULL; i++)
    if (strstr (self->words, each[i]) == NULL)
      return FALSE;
  return TRUE;
}
