/* Tables: a cell is in CSV, JSON and LaTeX what it was, whatever is in it. */
#include "study/table.h"

#include <math.h>
#include <string.h>

static StudyTable *
make_table (void)
{
  StudyTable *table = study_table_new ();
  study_table_add_column (table, "name", "Name", STUDY_COLUMN_TEXT, STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "nc1", "NC1", STUDY_COLUMN_NUMBER, STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "norm", "Norm", STUDY_COLUMN_BOOLEAN, STUDY_COLUMN_VARYING);
  study_table_add_column (table, "seed", "Seed", STUDY_COLUMN_NUMBER, STUDY_COLUMN_VARYING);
  study_table_add_column (table, "note", "Note", STUDY_COLUMN_TEXT, STUDY_COLUMN_FULL);
  return table;
}

static void
add_row (StudyTable *table, const char *name, double nc1, const char *norm, double seed, const char *note)
{
  study_table_add_text (table, name);
  study_table_add_number (table, nc1);
  study_table_add_text (table, norm);
  study_table_add_number (table, seed);
  study_table_add_text (table, note);
}

static void
test_csv (void)
{
  g_autoptr (StudyTable) table = make_table ();
  add_row (table, "a, \"b\"", 0.1, "true", 123456789, "two\nlines");
  add_row (table, "plain", NAN, "true", -0.0, "");
  g_autofree char *csv = study_table_to_csv (table);
  g_assert_cmpstr (csv, ==,
                   "name,nc1,norm,seed,note\r\n"
                   "\"a, \"\"b\"\"\",0.1,true,123456789,\"two\nlines\"\r\n"
                   "plain,,true,0,\r\n");
}

/* What is shown, under titles; tabs and ends of lines stay what parts the cells. */
static void
test_tsv (void)
{
  g_autoptr (StudyTable) table = make_table ();
  add_row (table, "a\tb", 0.1, "true", 1, "not shown");
  add_row (table, "c", NAN, "true", 2, "not shown");
  g_autofree char *tsv = study_table_to_tsv (table);
  g_assert_cmpstr (tsv, ==, "Name\tNC1\tSeed\na b\t0.1\t1\nc\t\t2\n");
  study_table_show_column (table, 1, FALSE);
  study_table_show_column (table, 2, TRUE);
  g_autofree char *other = study_table_to_tsv (table);
  g_assert_cmpstr (other, ==, "Name\tNorm\tSeed\na b\ttrue\t1\nc\ttrue\t2\n");
}

static void
test_json (void)
{
  g_autoptr (StudyTable) table = make_table ();
  add_row (table, "a \"b\"\n", 1.0 / 3, "false", INFINITY, "é");
  g_autofree char *json = study_table_to_json (table);
  g_assert_cmpstr (json, ==,
                   "{\"name\": \"a \\\"b\\\"\\u000a\", \"nc1\": 0.3333333333333333, \"norm\": false, "
                   "\"seed\": null, \"note\": \"é\"}\n");
}

/* Numbers of every size come back as they were, and as short as may be. */
static void
test_numbers (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (StudyTable) table = study_table_new ();
  double values[1000];
  study_table_add_column (table, "x", "x", STUDY_COLUMN_NUMBER, STUDY_COLUMN_SHOWN);
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    values[i] = ldexp (g_rand_double (random), g_rand_int_range (random, -1060, 1000));
    study_table_add_number (table, values[i]);
  }
  g_autofree char *csv = study_table_to_csv (table);
  g_auto (GStrv) lines = g_strsplit (csv, "\r\n", -1);
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    g_assert_true (g_ascii_strtod (lines[i + 1], NULL) == values[i]);
}

/* TeX's own signs, and what a line end would take for its argument. */
static void
test_latex (void)
{
  g_autoptr (StudyTable) table = make_table ();
  add_row (table, "[a]* \\{b}_c$d%e#f&g~h^i", 1.23456e-5, "true", 10, "");
  add_row (table, "x--y", NAN, "true", 12345678, "");
  g_autofree char *latex = study_table_to_latex (table);
  g_assert_cmpstr (latex, ==,
                   "% needs \\usepackage{booktabs} and \\usepackage[T1]{fontenc}\n"
                   "\\begin{tabular}{@{}lrr@{}}\n\\toprule\nName & NC1 & Seed \\\\\n\\midrule\n"
                   "{[}a{]}{*} \\textbackslash{}\\{b\\}\\_c\\$d\\%e\\#f\\&g\\textasciitilde{}h"
                   "\\textasciicircum{}i & $1.235\\times10^{-5}$ & $10$ \\\\\n"
                   "x-{}-{}y & -- & $12345678$ \\\\\n"
                   "\\bottomrule\n\\end{tabular}\n");
}

static void
test_text (void)
{
  g_autoptr (StudyTable) table = make_table ();
  add_row (table, "é\nü", 0.123456, "true", 1, "");
  add_row (table, "漢字 long", 10, "false", 1, "");
  g_autofree char *text = study_table_to_text (table);
  g_assert_cmpstr (text, ==,
                   "Name          NC1  Norm\n"
                   "é ü        0.1235  true\n"
                   "漢字 long      10  false\n");
}

/* Without rows there is a heading, and nothing that varies. */
static void
test_empty (void)
{
  g_autoptr (StudyTable) table = make_table ();
  g_autofree char *csv = study_table_to_csv (table);
  g_autofree char *json = study_table_to_json (table);
  g_autofree char *text = study_table_to_text (table);
  g_assert_cmpstr (csv, ==, "name,nc1,norm,seed,note\r\n");
  g_assert_cmpstr (json, ==, "");
  g_assert_cmpstr (text, ==, "Name  NC1\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/study/table/csv", test_csv);
  g_test_add_func ("/study/table/tsv", test_tsv);
  g_test_add_func ("/study/table/json", test_json);
  g_test_add_func ("/study/table/numbers", test_numbers);
  g_test_add_func ("/study/table/latex", test_latex);
  g_test_add_func ("/study/table/text", test_text);
  g_test_add_func ("/study/table/empty", test_empty);
  return g_test_run ();
}
