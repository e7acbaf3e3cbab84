/* The accessible tree of a program as an assistive technology reads it: AT-SPI's calls over its bus. A test
 * that uses it runs within dbus-run-session, the program with GTK_A11Y=atspi.
 *
 * GTK tells of all objects that were asked for once in a single reply (AT-SPI's cache), of the others when
 * the children of their parent are asked for: a tree is read in a few calls, however many objects it has. */
#pragma once

#include <gio/gio.h>

#define ACCESSIBLE_CHECKED 4 /* AtspiStateType */
#define ACCESSIBLE_FOCUSABLE 11
#define ACCESSIBLE_FOCUSED 12
#define ACCESSIBLE_PRESSED 20
#define ACCESSIBLE_SELECTED 23
#define ACCESSIBLE_SENSITIVE 24
#define ACCESSIBLE_VISIBLE 30

typedef struct Accessible Accessible;
struct Accessible {
  char *path; /* on the bus */
  char *name, *description;
  const char *role;
  guint64 states;
  gboolean acts; /* it has actions */
  char *parent_path;
  int place, n_children;
  const Accessible *parent; /* NULL of a window */
  GPtrArray *children;      /* of Accessible, borrowed */
};

/* Of one program. */
typedef struct {
  GDBusConnection *bus;
  char *name; /* of the program on the bus */
} AccessibleProgram;

/* AtspiRole, by the names that the program's messages have for them. */
static inline const char *
accessible_role (guint role)
{
  static const struct {
    guint role;
    const char *name;
  } names[] = { { 2, "alert" },
                { 7, "check box" },
                { 11, "combo box" },
                { 16, "dialog" },
                { 20, "filler" },
                { 23, "window" },
                { 27, "image" },
                { 29, "label" },
                { 31, "list" },
                { 32, "list item" },
                { 33, "menu" },
                { 35, "menu item" },
                { 37, "tab" },
                { 38, "tab list" },
                { 39, "group" },
                { 42, "progress bar" },
                { 43, "button" },
                { 44, "radio button" },
                { 45, "radio menu item" },
                { 48, "scroll bar" },
                { 50, "separator" },
                { 51, "slider" },
                { 52, "spin button" },
                { 55, "table" },
                { 56, "cell" },
                { 61, "text box" },
                { 62, "toggle button" },
                { 66, "tree grid" },
                { 67, "widget" },
                { 69, "window" },
                { 79, "search box" },
                { 88, "link" },
                { 90, "row" } };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i].role == role)
      return names[i].name;
  return "";
}

static inline void
accessible_free (gpointer data)
{
  Accessible *self = data;
  g_free (self->path);
  g_free (self->name);
  g_free (self->description);
  g_free (self->parent_path);
  g_ptr_array_unref (self->children);
  g_free (self);
}

static inline gboolean
accessible_is (const Accessible *self, guint state)
{
  return self->states >> state & 1;
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
accessible_call (const AccessibleProgram *program,
                 const char *path,
                 const char *interface,
                 const char *method,
                 GVariant *parameters)
{
  g_autofree char *name = g_strconcat ("org.a11y.atspi.", interface, NULL);
  return g_dbus_connection_call_sync (program->bus, program->name, path, name, method, parameters, NULL,
                                      G_DBUS_CALL_FLAGS_NONE, 30000, NULL, NULL);
}

/* A property, NULL where there is none. */
static inline GVariant *
accessible_get (const AccessibleProgram *program, const char *path, const char *interface, const char *name)
{
  g_autofree char *full = g_strconcat ("org.a11y.atspi.", interface, NULL);
  GVariant *value = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
      program->bus, program->name, path, "org.freedesktop.DBus.Properties", "Get",
      g_variant_new ("(ss)", full, name), G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NONE, 30000, NULL, NULL);
  if (reply != NULL)
    g_variant_get (reply, "(v)", &value);
  return value;
}

/* Of an item of the cache. */
static inline Accessible *
accessible_new (GVariant *item)
{
  Accessible *self = g_new0 (Accessible, 1);
  g_autoptr (GVariantIter) interfaces = NULL, halves = NULL;
  const char *interface;
  guint32 role, half;
  g_variant_get (item, "((so)(so)(so)iiassusau)", NULL, &self->path, NULL, NULL, NULL, &self->parent_path,
                 &self->place, &self->n_children, &interfaces, &self->name, &role, &self->description,
                 &halves);
  while (g_variant_iter_next (interfaces, "&s", &interface))
    self->acts |= g_str_equal (interface, "org.a11y.atspi.Action");
  for (guint i = 0; g_variant_iter_next (halves, "u", &half); i++)
    self->states |= (guint64)half << (32 * i);
  self->role = accessible_role (role);
  self->children = g_ptr_array_new ();
  return self;
}

static inline int
accessible_compare_places (gconstpointer a, gconstpointer b)
{
  const Accessible *first = *(Accessible *const *)a, *second = *(Accessible *const *)b;
  return (first->place > second->place) - (first->place < second->place);
}

static inline void
accessible_append (GPtrArray *ordered, Accessible *object)
{
  g_ptr_array_add (ordered, object);
  g_ptr_array_sort (object->children, accessible_compare_places);
  for (guint i = 0; i < object->children->len; i++)
    accessible_append (ordered, object->children->pdata[i]);
}

/* What is known of it now, in the order of the tree; NULL when the program is gone. */
static inline GPtrArray *
accessible_read_known (const AccessibleProgram *program)
{
  g_autoptr (GVariant) reply = accessible_call (program, "/org/a11y/atspi/cache", "Cache", "GetItems", NULL);
  g_autoptr (GHashTable) paths = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GVariant) items = reply == NULL ? NULL : g_variant_get_child_value (reply, 0);
  if (items == NULL)
    return NULL;
  for (gsize i = 0; i < g_variant_n_children (items); i++) {
    g_autoptr (GVariant) item = g_variant_get_child_value (items, i);
    g_ptr_array_add (all, accessible_new (item));
    g_hash_table_insert (paths, ((Accessible *)all->pdata[i])->path, all->pdata[i]);
  }
  for (guint i = 0; i < all->len; i++) {
    Accessible *object = all->pdata[i], *parent = g_hash_table_lookup (paths, object->parent_path);
    object->parent = parent;
    if (parent != NULL)
      g_ptr_array_add (parent->children, object);
  }
  GPtrArray *ordered = g_ptr_array_new_with_free_func (accessible_free);
  for (guint i = 0; i < all->len; i++)
    if (((Accessible *)all->pdata[i])->parent == NULL)
      accessible_append (ordered, all->pdata[i]);
  return ordered;
}

/* All objects of the program, known or not, free with g_ptr_array_unref. NULL when it is gone. */
static inline GPtrArray *
accessible_read (const AccessibleProgram *program)
{
  for (guint before = 0;;) {
    GPtrArray *all = accessible_read_known (program);
    if (all == NULL || all->len == before)
      return all;
    gboolean complete = TRUE;
    for (guint i = 0; i < all->len; i++) {
      const Accessible *object = all->pdata[i];
      if (object->n_children > (int)object->children->len || object->parent == NULL) {
        g_autoptr (GVariant) reply
            = accessible_call (program, object->path, "Accessible", "GetChildren", NULL);
        complete = complete && object->n_children <= (int)object->children->len;
      }
    }
    if (complete && before > 0)
      return all;
    before = all->len;
    g_ptr_array_unref (all);
  }
}

/* The program of that name on the bus, or FALSE as long as it is not there. */
static inline gboolean
accessible_find_program (GDBusConnection *bus, const char *name, AccessibleProgram *program)
{
  const AccessibleProgram registry = { bus, (char *)"org.a11y.atspi.Registry" };
  g_autoptr (GVariant) reply
      = accessible_call (&registry, "/org/a11y/atspi/accessible/root", "Accessible", "GetChildren", NULL);
  g_autoptr (GVariantIter) iter = NULL;
  const char *at, *path;
  if (reply != NULL)
    g_variant_get (reply, "(a(so))", &iter);
  while (iter != NULL && g_variant_iter_next (iter, "(&s&o)", &at, &path)) {
    const AccessibleProgram one = { bus, (char *)at };
    g_autoptr (GVariant) its = accessible_get (&one, path, "Accessible", "Name");
    if (its != NULL && g_str_equal (g_variant_get_string (its, NULL), name)) {
      *program = (AccessibleProgram){ bus, g_strdup (at) };
      return TRUE;
    }
  }
  return FALSE;
}
