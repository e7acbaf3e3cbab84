/* The bytes of a snapshot. */
#include "study/snapshot-blob.h"

#include "dataset/fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (TrainingSnapshot) snapshot = study_snapshot_unpack (data, size);
  const guint all[TRAINING_N_SPLITS] = { G_MAXUINT, G_MAXUINT };
  if (snapshot == NULL)
    return 0;
  g_autoptr (GBytes) bytes = study_snapshot_pack (snapshot, all);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, size);
  return 0;
}
