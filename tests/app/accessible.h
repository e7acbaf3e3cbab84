/* The accessible tree of a program as an assistive technology reads it: AT-SPI's calls over its bus. A test
 * that uses it runs within dbus-run-session, the program with GTK_A11Y=atspi. */
#pragma once

#include <gio/gio.h>

#define ACCESSIBLE_FOCUSABLE 11 /* AtspiStateType */
#define ACCESSIBLE_PRESSED 20
#define ACCESSIBLE_SELECTED 23
#define ACCESSIBLE_SENSITIVE 24
#define ACCESSIBLE_VISIBLE 30

typedef struct {
  char *bus, *path; /* where it is */
  char *name, *role;
  guint64 states;
} Accessible;

static inline void
accessible_free (Accessible *accessible)
{
  if (accessible == NULL)
    return;
  g_free (accessible->bus);
  g_free (accessible->path);
  g_free (accessible->name);
  g_free (accessible->role);
  g_free (accessible);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Accessible, accessible_free)

static inline gboolean
accessible_is (const Accessible *accessible, guint state)
{
  return accessible->states >> state & 1;
}

/* NULL where there is none. */
static inline GDBusConnection *
accessible_bus (void)
{
  g_autoptr (GDBusConnection) session = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  if (session == NULL)
    return NULL;
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_sync (session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress",
                                     NULL, G_VARIANT_TYPE ("(s)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  const char *address;
  if (reply == NULL)
    return NULL;
  g_variant_get (reply, "(&s)", &address);
  return g_dbus_connection_new_for_address_sync (
      address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, NULL);
}

/* NULL when the object is gone meanwhile. */
static inline GVariant *
accessible_call (GDBusConnection *bus,
                 const Accessible *of,
                 const char *interface,
                 const char *method,
                 GVariant *parameters)
{
  return g_dbus_connection_call_sync (bus, of->bus, of->path, interface, method, parameters, NULL,
                                      G_DBUS_CALL_FLAGS_NONE, 5000, NULL, NULL);
}

static inline char *
accessible_property (GDBusConnection *bus, const Accessible *of, const char *name)
{
  g_autoptr (GVariant) reply = accessible_call (bus, of, "org.freedesktop.DBus.Properties", "Get",
                                                g_variant_new ("(ss)", "org.a11y.atspi.Accessible", name));
  g_autoptr (GVariant) value = NULL;
  if (reply == NULL)
    return g_strdup ("");
  g_variant_get (reply, "(v)", &value);
  return g_variant_dup_string (value, NULL);
}

static inline Accessible *
accessible_new (GDBusConnection *bus, const char *name, const char *path)
{
  Accessible *self = g_new0 (Accessible, 1);
  self->bus = g_strdup (name);
  self->path = g_strdup (path);
  self->name = accessible_property (bus, self, "Name");
  g_autoptr (GVariant) role = accessible_call (bus, self, "org.a11y.atspi.Accessible", "GetRoleName", NULL);
  if (role != NULL)
    g_variant_get (role, "(s)", &self->role);
  g_autoptr (GVariant) states = accessible_call (bus, self, "org.a11y.atspi.Accessible", "GetState", NULL);
  g_autoptr (GVariantIter) halves = NULL;
  guint32 half;
  if (states != NULL)
    g_variant_get (states, "(au)", &halves);
  for (guint i = 0; halves != NULL && g_variant_iter_next (halves, "u", &half); i++)
    self->states |= (guint64)half << (32 * i);
  return self;
}

/* Of Accessible, free with g_ptr_array_unref. */
static inline GPtrArray *
accessible_children (GDBusConnection *bus, const Accessible *of)
{
  GPtrArray *children = g_ptr_array_new_with_free_func ((GDestroyNotify)accessible_free);
  g_autoptr (GVariant) reply = accessible_call (bus, of, "org.a11y.atspi.Accessible", "GetChildren", NULL);
  g_autoptr (GVariantIter) iter = NULL;
  const char *name, *path;
  if (reply == NULL)
    return children;
  g_variant_get (reply, "(a(so))", &iter);
  while (g_variant_iter_next (iter, "(&s&o)", &name, &path))
    g_ptr_array_add (children, accessible_new (bus, name, path));
  return children;
}

/* Whether there is nothing further in it to be told of. */
static inline gboolean
accessible_is_leaf (const Accessible *accessible)
{
  static const char *const leaves[] = { "label", "image", "separator", "scroll bar", "progress bar", NULL };
  return accessible->role == NULL || g_strv_contains (leaves, accessible->role);
}

/* Called for each that shows; FALSE: no further, and it is what accessible_walk gives. */
typedef gboolean (*AccessibleFunc) (const Accessible *accessible, guint depth, gpointer data);

/* Depth first, only what shows. The one at which func said stop, or NULL. */
static inline Accessible *
accessible_walk (
    GDBusConnection *bus, const Accessible *root, guint depth, AccessibleFunc func, gpointer data)
{
  g_autoptr (GPtrArray) children = accessible_children (bus, root);
  for (guint i = 0; i < children->len; i++) {
    Accessible *child = children->pdata[i];
    if (!accessible_is (child, ACCESSIBLE_VISIBLE))
      continue;
    if (!func (child, depth, data))
      return accessible_new (bus, child->bus, child->path);
    if (accessible_is_leaf (child))
      continue;
    Accessible *found = accessible_walk (bus, child, depth + 1, func, data);
    if (found != NULL)
      return found;
  }
  return NULL;
}

/* The program of that name on the bus, or NULL as long as it is not there. */
static inline Accessible *
accessible_program (GDBusConnection *bus, const char *name)
{
  g_autoptr (Accessible) desktop
      = accessible_new (bus, "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root");
  g_autoptr (GPtrArray) programs = accessible_children (bus, desktop);
  for (guint i = 0; i < programs->len; i++) {
    const Accessible *program = programs->pdata[i];
    if (g_str_equal (program->name, name))
      return accessible_new (bus, program->bus, program->path);
  }
  return NULL;
}
