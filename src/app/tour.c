#include "app/tour.h"

#define SLOWEST 0.1
#define FASTEST 10.0
/* A frame that comes later than this, in microseconds, does not make the tour jump. */
#define LONGEST_FRAME 100000

struct _CollapsarTour {
  GObject parent_instance;

  GHashTable *tours; /* number of axes -> CollapseTour */
  double time, speed;
  gboolean playing;
  gint64 before; /* the last frame's time; 0: none */
};

G_DEFINE_FINAL_TYPE (CollapsarTour, collapsar_tour, G_TYPE_OBJECT)

enum {
  PROP_PLAYING = 1,
  PROP_SPEED,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];
static guint changed_signal;

static void
collapsar_tour_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CollapsarTour *self = COLLAPSAR_TOUR (object);
  if (id == PROP_PLAYING)
    g_value_set_boolean (value, self->playing);
  else if (id == PROP_SPEED)
    g_value_set_double (value, self->speed);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
collapsar_tour_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CollapsarTour *self = COLLAPSAR_TOUR (object);
  if (id == PROP_PLAYING) {
    self->playing = g_value_get_boolean (value);
    self->before = 0;
    g_signal_emit (self, changed_signal, 0);
  } else if (id == PROP_SPEED) {
    self->speed = g_value_get_double (value);
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
collapsar_tour_finalize (GObject *object)
{
  g_hash_table_unref (COLLAPSAR_TOUR (object)->tours);
  G_OBJECT_CLASS (collapsar_tour_parent_class)->finalize (object);
}

static void
collapsar_tour_class_init (CollapsarTourClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->get_property = collapsar_tour_get_property;
  object_class->set_property = collapsar_tour_set_property;
  object_class->finalize = collapsar_tour_finalize;

  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  properties[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, flags);
  properties[PROP_SPEED] = g_param_spec_double ("speed", NULL, NULL, SLOWEST, FASTEST, 1.0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
collapsar_tour_init (CollapsarTour *self)
{
  self->speed = 1.0;
  self->tours = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)collapse_tour_free);
}

CollapsarTour *
collapsar_tour_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_TOUR, NULL);
}

/* Those of other numbers of axes follow when they are asked for. */
static CollapseTour *
find_tour (CollapsarTour *self, guint n_axes)
{
  CollapseTour *tour = g_hash_table_lookup (self->tours, GUINT_TO_POINTER (n_axes));
  if (tour == NULL) {
    tour = collapse_tour_new (n_axes, COLLAPSE_TOUR_SEED);
    g_hash_table_insert (self->tours, GUINT_TO_POINTER (n_axes), tour);
  }
  if (collapse_tour_time (tour) != self->time)
    collapse_tour_seek (tour, self->time);
  return tour;
}

gboolean
collapsar_tour_advance (CollapsarTour *self, gint64 now)
{
  g_return_val_if_fail (COLLAPSAR_IS_TOUR (self), FALSE);

  if (!self->playing)
    return FALSE;
  if (self->before != 0 && now > self->before)
    self->time += self->speed * (double)MIN (now - self->before, LONGEST_FRAME) / G_USEC_PER_SEC;
  self->time = MIN (self->time, COLLAPSE_TOUR_LONGEST);
  self->before = now;
  return TRUE;
}

void
collapsar_tour_step (CollapsarTour *self, double seconds)
{
  g_return_if_fail (COLLAPSAR_IS_TOUR (self));

  self->time = CLAMP (self->time + seconds, 0.0, COLLAPSE_TOUR_LONGEST);
  g_signal_emit (self, changed_signal, 0);
}

NumericMatrix64
collapsar_tour_frame (CollapsarTour *self, guint n_axes)
{
  g_return_val_if_fail (COLLAPSAR_IS_TOUR (self), ((NumericMatrix64){ 0 }));

  return collapse_tour_frame (find_tour (self, n_axes));
}

double
collapsar_tour_get_time (CollapsarTour *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TOUR (self), 0.0);

  return self->time;
}

void
collapsar_tour_set_frame (CollapsarTour *self, NumericMatrix64 frame)
{
  g_return_if_fail (COLLAPSAR_IS_TOUR (self));

  collapse_tour_set_frame (find_tour (self, (guint)frame.columns), frame);
  g_signal_emit (self, changed_signal, 0);
}

gboolean
collapsar_tour_is_set (CollapsarTour *self, guint n_axes)
{
  g_return_val_if_fail (COLLAPSAR_IS_TOUR (self), FALSE);

  return collapse_tour_is_set (find_tour (self, n_axes));
}

void
collapsar_tour_reset (CollapsarTour *self)
{
  g_return_if_fail (COLLAPSAR_IS_TOUR (self));

  g_hash_table_remove_all (self->tours);
  self->time = 0.0;
  g_signal_emit (self, changed_signal, 0);
}

char *
collapsar_tour_to_text (CollapsarTour *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TOUR (self), NULL);

  GHashTableIter iter;
  gpointer tour;
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_hash_table_iter_init (&iter, self->tours);
  while (g_hash_table_iter_next (&iter, NULL, &tour)) {
    collapse_tour_seek (tour, self->time);
    g_ptr_array_add (texts, collapse_tour_to_text (tour));
  }
  g_ptr_array_add (texts, NULL);
  return g_strjoinv ("\n", (char **)texts->pdata);
}

void
collapsar_tour_set_text (CollapsarTour *self, const char *text)
{
  g_return_if_fail (COLLAPSAR_IS_TOUR (self));

  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++) {
    CollapseTour *tour = collapse_tour_from_text (*line);
    if (tour == NULL)
      continue;
    self->time = MAX (self->time, collapse_tour_time (tour));
    g_hash_table_replace (self->tours, GUINT_TO_POINTER (collapse_tour_n_axes (tour)), tour);
  }
  g_signal_emit (self, changed_signal, 0);
}
