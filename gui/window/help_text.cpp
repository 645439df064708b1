#include "gui/window/help_text.hpp"

#include "gui/support/text.hpp"
#include "models/core/version.hpp"

#include <QCoreApplication>

#include <initializer_list>
#include <utility>

namespace fracbit::gui {
namespace {

QString help_tr(const char* text) { return QCoreApplication::translate("Help", text); }

QString section(const char* title, std::initializer_list<std::pair<const char*, const char*>> rows) {
    QString text = QStringLiteral("<tr><td colspan=2><b>%1</b></td></tr>").arg(help_tr(title));
    for (const auto& [keys, effect] : rows)
        text += QStringLiteral("<tr><td>%1&nbsp;&nbsp;</td><td>%2</td></tr>").arg(help_tr(keys), help_tr(effect));
    return text;
}

} // namespace

QString keys_text() {
    return QStringLiteral("<table cellspacing=1>") +
           section("Everywhere", {{"Ctrl+O", "open a store, trace, machine, network, matrix or design space"},
                                  {"Alt+1 ... Alt+5", "the page"},
                                  {"Alt and a marked letter", "the control of this letter"},
                                  {"Ctrl+Shift+D", "dark and light"},
                                  {"F1", "this list"},
                                  {"Ctrl+Q", "quit"},
                                  {"Menu key on a table", "write it as CSV"}}) +
           section("Explore",
                   {{"Ctrl+Z, Ctrl+Shift+Z", "undo and redo filters"},
                    {"Ctrl+Shift+C", "no filter"},
                    {"+, -, Home", "closer, farther, all visible points (scatter plot)"},
                    {"drag, Shift+drag", "select, select more; in parallel coordinates: filter"},
                    {"Shift+Up, Shift+Down", "filter by the axis (parallel coordinates; arrows move along it "
                                             "and to the next)"},
                    {"Delete", "no filter by this axis"},
                    {"Down, Enter in the condition", "take a name that is offered"},
                    {"click; Enter in the table", "pin a point, take its pin away"}}) +
           section("What if", {{"arrows on a slider", "the parameter by one step"},
                               {"arrows in the block diagram", "the next block"}}) +
           section("Decoder", {{"Up, Down in the matrix", "the output whose gates stand out"}}) +
           section("Timeline", {{"+, -, 0", "closer, farther, the whole run"},
                                {"Left, Right, Page Up, Page Down, Home, End", "move"},
                                {"Ctrl+Left, Ctrl+Right", "cursor by one cycle"},
                                {"N, Shift+N", "next, previous stall"},
                                {"Up, Down, Escape", "the block for N, any block"}}) +
           QStringLiteral("</table>");
}

QString about_text() {
    return help_tr("<b>fracbit %1</b><p>Simulates and explores accelerators whose weights are stored at a fractional "
                   "number of bits.</p><p>The program's pages are in its folder docs; docs/gui.md is about this "
                   "window.</p>")
        .arg(to_qt(program_version()));
}

} // namespace fracbit::gui
