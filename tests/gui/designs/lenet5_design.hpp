// LeNet-5 on the default machine, a design that takes milliseconds.
#pragma once

#include "gui/designs/design.hpp"
#include "models/network/network_csv.hpp"
#include "tests/cli/program.hpp"

namespace fracbit::tests {

inline gui::Design lenet5_design(int lanes, const char* name = "") {
    gui::Design design;
    design.name = QString::fromLatin1(name);
    design.technology = models::default_technology();
    design.point.architecture.weights.lanes = lanes;
    explorer::resolve(design.point);
    design.networks.push_back({"lenet5", models::read_network(repository("examples/networks/lenet5.csv")), 1, {}, {}});
    return design;
}

} // namespace fracbit::tests
