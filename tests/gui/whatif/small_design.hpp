// A design that takes milliseconds, for tests of what shows it.
#pragma once

#include "gui/designs/design_figures.hpp"
#include "gui/whatif/network_book.hpp"
#include "gui/whatif/present_design.hpp"

#include <memory>

namespace fracbit::tests {

inline gui::Design small_design(const char* name, int lanes, const char* network = "lenet5") {
    static gui::NetworkBook book;
    gui::PresentDesign present(book);
    present.set_text("network", QString::fromLatin1(network));
    present.set_number("weights.lanes", lanes);
    gui::Design design = present.design();
    design.name = QString::fromLatin1(name);
    return design;
}

inline std::shared_ptr<const gui::DesignFigures> figures_of(const gui::Design& design, bool costs = true) {
    static gui::DesignEvaluator evaluator;
    auto figures = std::make_shared<gui::DesignFigures>(evaluator.time(design));
    if (costs) evaluator.add_costs(*figures);
    return figures;
}

} // namespace fracbit::tests
