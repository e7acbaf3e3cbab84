#include "dataset/image.h"

#include "folder-fixture.h"
#include "image-fixture.h"

static char *
in_folder (const Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static void
test_named (void)
{
  static const char *const yes[] = { "a.png", "A.PNG", "b.c.jpg", "x.JPEG", ".png" };
  static const char *const no[] = { "a.gif", "png", "a.png~", "a.jpg.txt", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (yes); i++)
    g_assert_true (dataset_image_is_named (yes[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (no); i++)
    g_assert_false (dataset_image_is_named (no[i]));
}

/* A PNG gives back its very bytes, whatever it is called; a JPEG of one grey its grey. */
static void
test_read (Fixture *fixture, gconstpointer data)
{
  g_autofree char *png = in_folder (fixture, "a.jpg"), *jpeg = in_folder (fixture, "b.jpg");
  g_autoptr (GdkPixbuf) colours = new_picture (2, 3, 0);
  g_autoptr (GdkPixbuf) grey = new_picture (16, 16, 0x808080);
  guint8 pixels[18], grey_pixels[16 * 16 * 3];
  g_autoptr (GError) error = NULL;
  guint height, width;

  for (guint i = 0; i < 6; i++)
    set_pixel (colours, (int)i / 3, (int)i % 3, 0x010203 * (i + 1));
  save_picture (colours, png, "png");
  save_picture (grey, jpeg, "jpeg");
  g_assert_true (dataset_image_size (png, &height, &width, &error));
  g_assert_cmpuint (height, ==, 2);
  g_assert_cmpuint (width, ==, 3);
  g_assert_true (dataset_image_read (png, 2, 3, pixels, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < 18; i++)
    g_assert_cmpuint (pixels[i], ==, (i % 3 + 1) * (i / 3 + 1));
  g_assert_true (dataset_image_size (jpeg, &height, &width, &error));
  g_assert_cmpuint (height, ==, 16);
  g_assert_true (dataset_image_read (jpeg, 16, 16, grey_pixels, &error));
  g_assert_no_error (error);
  for (gsize i = 0; i < sizeof grey_pixels; i++)
    g_assert_cmpuint (grey_pixels[i], ==, 0x80);
}

/* Of 4 x 8 pixels, dark but for the middle 4 x 4, whose quarters are of one colour: cut and halved there is
 * nothing dark left. A tall one likewise. */
static void
test_fit (Fixture *fixture, gconstpointer data)
{
  static const guint32 quarters[] = { 0xff0000, 0x00ff00, 0x0000ff, 0xffffff };
  g_autofree char *path = in_folder (fixture, "a.png");

  for (guint tall = 0; tall < 2; tall++) {
    const int height = tall ? 8 : 4, width = tall ? 4 : 8;
    g_autoptr (GdkPixbuf) picture = new_picture (height, width, 0);
    g_autoptr (GError) error = NULL;
    guint8 pixels[12];

    for (int i = 0; i < 16; i++)
      set_pixel (picture, i / 4 + (height - 4) / 2, i % 4 + (width - 4) / 2, quarters[i / 8 * 2 + i % 4 / 2]);
    save_picture (picture, path, "png");
    g_assert_true (dataset_image_read (path, 2, 2, pixels, &error));
    g_assert_no_error (error);
    for (guint i = 0; i < 4; i++)
      for (guint c = 0; c < 3; c++)
        g_assert_cmpuint (pixels[3 * i + c], ==, quarters[i] >> (16 - 8 * c) & 0xff);
  }
}

/* Shapes that leave next to nothing when they are cut. */
static void
test_fit_slender (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = in_folder (fixture, "a.png");

  for (guint tall = 0; tall < 2; tall++) {
    g_autoptr (GdkPixbuf) picture = new_picture (tall ? 1000 : 1, tall ? 1 : 1000, 0x336699);
    g_autoptr (GError) error = NULL;
    guint8 pixels[5 * 7 * 3];

    save_picture (picture, path, "png");
    g_assert_true (dataset_image_read (path, 5, 7, pixels, &error));
    g_assert_no_error (error);
    for (gsize i = 0; i < sizeof pixels; i++)
      g_assert_cmpuint (pixels[i], ==, 0x33 * (i % 3 + 1));
  }
}

/* Black and red under all degrees of transparency: c a / 255 + 255 - a. */
static void
test_transparent (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = in_folder (fixture, "a.png");
  g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, 16, 16);
  g_autoptr (GError) error = NULL;
  guint8 pixels[256 * 3];

  gdk_pixbuf_fill (picture, 0xff000000);
  for (guint i = 0; i < 256; i++)
    gdk_pixbuf_get_pixels (picture)[i / 16 * (guint)gdk_pixbuf_get_rowstride (picture) + i % 16 * 4 + 3]
        = (guint8)i;
  save_picture (picture, path, "png");
  g_assert_true (dataset_image_read (path, 16, 16, pixels, &error));
  g_assert_no_error (error);
  for (guint alpha = 0; alpha < 256; alpha++) {
    g_assert_cmpuint (pixels[3 * alpha], ==, 255);
    g_assert_cmpuint (pixels[3 * alpha + 1], ==, 255 - alpha);
    g_assert_cmpuint (pixels[3 * alpha + 2], ==, 255 - alpha);
  }
}

static void
assert_refused (const char *path, guint height, guint width, const char *says)
{
  g_autofree guint8 *pixels = g_malloc ((gsize)height * width * 3);
  g_autoptr (GError) error = NULL;
  guint h, w;

  if (dataset_image_size (path, &h, &w, &error))
    g_assert_false (dataset_image_read (path, height, width, pixels, &error));
  g_assert_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE);
  if (strstr (error->message, path) == NULL || strstr (error->message, says) == NULL)
    g_error ("“%s” names not “%s” or says not “%s”", error->message, path, says);
}

/* Both kinds cut off after every byte. */
static void
test_truncated (Fixture *fixture, gconstpointer data)
{
  static const char *const types[] = { "png", "jpeg" };
  g_autofree char *path = in_folder (fixture, "a");

  for (gsize t = 0; t < G_N_ELEMENTS (types); t++) {
    g_autoptr (GdkPixbuf) picture = new_picture (9, 9, 0x123456);
    g_autofree char *whole = NULL;
    gsize length;

    for (int i = 0; i < 81; i++)
      set_pixel (picture, i / 9, i % 9, (guint32)(i * i * 1237));
    g_assert_true (gdk_pixbuf_save_to_buffer (picture, &whole, &length, types[t], NULL, NULL));
    for (gsize cut = 0; cut < length; cut++) {
      g_remove (path);
      g_assert_true (g_file_set_contents (path, whole, (gssize)cut, NULL));
      assert_refused (path, 9, 9, "");
    }
    g_remove (path);
    g_assert_true (g_file_set_contents (path, whole, (gssize)length, NULL));
    g_assert_true (dataset_image_read (path, 9, 9, g_newa (guint8, 243), NULL));
  }
}

/* What follows a JPEG's end, as some cameras write it, is no harm; nor is an end within a thumbnail one. */
static void
test_trailing (Fixture *fixture, gconstpointer data)
{
  static const guint8 application[] = { 0xff, 0xd8, 0xff, 0xe5, 0, 4, 0xff, 0xd9 };
  g_autofree char *path = in_folder (fixture, "a.jpg");
  g_autoptr (GdkPixbuf) picture = new_picture (8, 8, 0x404040);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *whole = NULL;
  guint8 pixels[192];
  gsize length;

  g_assert_true (gdk_pixbuf_save_to_buffer (picture, &whole, &length, "jpeg", NULL, NULL));
  g_byte_array_append (bytes, application, sizeof application);
  g_byte_array_append (bytes, (const guint8 *)whole + 2, (guint)length - 2);
  g_byte_array_append (bytes, (const guint8 *)"more", 4);
  g_assert_true (g_file_set_contents (path, (const char *)bytes->data, bytes->len, NULL));
  g_assert_true (dataset_image_read (path, 8, 8, pixels, NULL));
  g_assert_cmpuint (pixels[0], ==, 0x40);
  g_byte_array_set_size (bytes, bytes->len - 6);
  g_remove (path);
  g_assert_true (g_file_set_contents (path, (const char *)bytes->data, bytes->len, NULL));
  assert_refused (path, 8, 8, "is cut off");
}

/* A PNG whose header lies about its size, another kind of picture, text, and nothing at all. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const guint8 bomb[]
      = { 0x89, 'P',  'N',  'G',  '\r', '\n', 0x1a, '\n', 0,   0,   0,   13,   'I',  'H',  'D',
          'R',  0,    0,    0x40, 0,    0,    0,    0x40, 0,   8,   2,   0,    0,    0,    0x26,
          0xaa, 0x87, 0xd3, 0,    0,    0,    0,    'I',  'D', 'A', 'T', 0x35, 0xaf, 0x06, 0x1e };
  static const char svg[] = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"></svg>";
  g_autofree char *large = in_folder (fixture, "large.png"), *bmp = in_folder (fixture, "bmp.png");
  g_autofree char *drawing = in_folder (fixture, "svg.png"), *empty = in_folder (fixture, "empty.png");
  g_autofree char *missing = in_folder (fixture, "missing.png");
  g_autoptr (GdkPixbuf) picture = new_picture (2, 2, 0);

  g_assert_true (g_file_set_contents (large, (const char *)bomb, sizeof bomb, NULL));
  g_assert_true (g_file_set_contents (drawing, svg, -1, NULL));
  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  save_picture (picture, bmp, "bmp");
  assert_refused (large, 1, 1, "16384 × 16384");
  assert_refused (bmp, 2, 2, "is neither a PNG nor a JPEG");
  assert_refused (drawing, 9, 9, "is neither a PNG nor a JPEG");
  assert_refused (empty, 1, 1, "is neither a PNG nor a JPEG");
  assert_refused (missing, 1, 1, "");
}

#define ADD(path, test) g_test_add ("/dataset/image/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/image/named", test_named);
  ADD ("read", test_read);
  ADD ("fit", test_fit);
  ADD ("fit-slender", test_fit_slender);
  ADD ("transparent", test_transparent);
  ADD ("truncated", test_truncated);
  ADD ("trailing", test_trailing);
  ADD ("refused", test_refused);
  return g_test_run ();
}
