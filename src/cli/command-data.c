#include "cli/cli.h"

#include "dataset/source.h"

#include <glib/gi18n.h>
#include <stdio.h>

static void
list (void)
{
  g_autoptr (GPtrArray) sources = dataset_source_list ();
  for (guint i = 0; i < sources->len; i++) {
    const DatasetSourceInfo *info = g_ptr_array_index (sources, i);
    printf ("%-14s  %s\n", info->name, info->location != NULL ? info->location : _ ("not found"));
    printf ("%-14s  %s\n", "", info->about);
    if (info->location == NULL)
      printf ("%-14s  %s\n", "", info->searched);
  }
}

static void
print_classes (const Dataset *data)
{
  for (guint k = 0; k < data->n_classes; k++)
    printf ("  %3u  %-16s %6" G_GSIZE_FORMAT "\n", k, data->class_names[k], data->class_counts[k]);
}

static int
show (const char *name)
{
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;
  g_autoptr (GError) error = NULL;
  if (!dataset_source_load (name, NULL, 1, &train, &test, &error)) {
    cli_complain ("%s", error->message);
    return cli_code_of (error);
  }
  printf (_ ("%s: %" G_GSIZE_FORMAT " samples to train on, %" G_GSIZE_FORMAT " to test, each %u × %u × %u\n"),
          name, train->samples.rows, test->samples.rows, train->shape.height, train->shape.width,
          train->shape.channels);
  printf (_ ("classes, with training samples:\n"));
  print_classes (train);
  return CLI_DONE;
}

int
cli_data (int argc, char **argv)
{
  g_auto (GStrv) rest = NULL;
  if (!cli_parse (
          argc, argv, _ ("[NAME|FOLDER]"),
          _ ("List the data sets that data.source can name, and where they are found;\n"
             "or read one and say what is in it."),
          _ ("Folders are searched in this order: those of $COLLAPSAR_DATA (parted by colons), the user's\n"
             "data folder ($XDG_DATA_HOME/collapsar), the system's."),
          NULL, &rest))
    return CLI_USAGE;
  if (rest[0] != NULL && rest[1] != NULL) {
    cli_complain (_ ("data takes one name"));
    return CLI_USAGE;
  }
  if (rest[0] != NULL)
    return show (rest[0]);
  list ();
  return CLI_DONE;
}
