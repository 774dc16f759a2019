package io.stravaai.report;

/**
 * A part of the page.
 *
 * @param id its anchor
 * @param title its heading
 * @param content writes what stands below the heading
 */
record Section(String id, String title, Content content) {

    @FunctionalInterface
    interface Content {
        void write(Training training, Markup out);
    }

    void write(Training training, Markup out) {
        out.line().open("section", "id", id).element("h2", title);
        content.write(training, out);
        out.close();
    }

    /** Says what is not there and how it comes. */
    static void missing(Markup out, String text) {
        out.element("p", text, "class", "missing");
    }

    static void note(Markup out, String text) {
        out.element("p", text, "class", "remark");
    }

    /** A row of a table; the first cell names it. */
    static void row(Markup out, String... cells) {
        begin(out, cells[0]);
        for (int i = 1; i < cells.length; i++) {
            out.element("td", cells[i]);
        }
        out.close();
    }

    /** Opens a row of a table, with its name. */
    static Markup begin(Markup out, String name, String... attributes) {
        return out.open("tr", attributes).element("th", name, "scope", "row");
    }

    /** Opens a table, with the names of its columns; it needs two closings more. */
    static void table(Markup out, String style, String... columns) {
        out.line().open("div", "class", "scroll").open("table", "class", style).open("tr");
        for (String column : columns) {
            out.element("th", column, "scope", "col");
        }
        out.close();
    }
}
