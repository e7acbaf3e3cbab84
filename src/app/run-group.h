/* CollapsarRunGroup: runs of a study that differ in name and seed alone, and whether they are shown one by
 * one.
 *
 * The list that a sidebar shows is made of groups, each followed by its runs while it is open, and of runs
 * that are alone. */
#pragma once

#include "app/study.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_RUN_GROUP (collapsar_run_group_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarRunGroup, collapsar_run_group, COLLAPSAR, RUN_GROUP, GObject)

/* Properties "open" (boolean), "visible" (boolean: any of its runs is; sets all), "muted" (boolean: all of
 * its runs are; sets all), "look" (uint, to be read: the first run's style, muted when the group is). Signal
 * "changed": other runs are in it. */

guint collapsar_run_group_n_runs (CollapsarRunGroup *self);
/* The run at a place < n_runs; borrowed. */
CollapsarSession *collapsar_run_group_run (CollapsarRunGroup *self, guint place);
gboolean collapsar_run_group_has (CollapsarRunGroup *self, CollapsarSession *run);
gboolean collapsar_run_group_get_open (CollapsarRunGroup *self);
guint collapsar_run_group_get_look (CollapsarRunGroup *self);
/* Mean of NC1 of the training features over the runs that have a record, each at its last, and how many these
 * are; NaN for none. */
double collapsar_run_group_nc1 (CollapsarRunGroup *self, guint *n);
/* How much of all their epochs has been trained, 0 .. 1. */
double collapsar_run_group_progress (CollapsarRunGroup *self);

/* A list of CollapsarRunGroup and CollapsarSession that follows the study as long as the list is held; groups
 * are closed at first. */
GListModel *collapsar_run_groups_new (CollapsarStudy *study);

G_END_DECLS
