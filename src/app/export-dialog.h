/* CollapsarExportDialog: the dialogue in which a figure is put on a page: format, size, type, colours, with
 * the page at its true size beside them and the command that makes the same file. */
#pragma once

#include <adwaita.h>

#include "app/figure-source.h"
#include "app/page-choice.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_EXPORT_DIALOG (collapsar_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarExportDialog, collapsar_export_dialog, COLLAPSAR, EXPORT_DIALOG, AdwWindow)

/* Signal "chosen" (GFile): the figure is to be written there; the dialogue closes. Actions: figure.export
 * asks for the file, figure.copy-command. What is chosen is remembered by settings (NULL: nowhere). */
CollapsarExportDialog *collapsar_export_dialog_new (CollapsarFigureSource *source, GSettings *settings);
/* As it stands; borrowed. */
const CollapsarPageChoice *collapsar_export_dialog_get_choice (CollapsarExportDialog *self);
CollapsarFigureSource *collapsar_export_dialog_get_source (CollapsarExportDialog *self);
/* The page as it is shown, or NULL before it is drawn for the first time. */
GdkTexture *collapsar_export_dialog_get_preview (CollapsarExportDialog *self);

G_END_DECLS
