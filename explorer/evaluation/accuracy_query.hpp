// What an accuracy table is asked for a network and an encoding.
#pragma once

#include "explorer/accuracy/accuracy_table.hpp"
#include "explorer/space/design_space.hpp"

#include <string>

namespace fracbit::explorer {

AccuracyQuery accuracy_query(const NetworkUse& use, const models::SyntheticSpec& spec);

/// For people.
std::string no_accuracy_reason(const AccuracyQuery& query);

} // namespace fracbit::explorer
