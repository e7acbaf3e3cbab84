/* CollapsarApplication: command line, windows and what they share. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_APPLICATION (collapsar_application_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarApplication, collapsar_application, COLLAPSAR, APPLICATION, AdwApplication)

/* Arguments: [REGIME|PRESET], watch-collapse when there is none. */
CollapsarApplication *collapsar_application_new (void);
/* 2 when a regime named on the command line could not be read; g_application_run forgets what command_line
 * returned once windows were open. */
int collapsar_application_get_exit_status (CollapsarApplication *self);

G_END_DECLS
