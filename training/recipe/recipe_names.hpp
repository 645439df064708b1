// Names of choices, in the order of their enumerations.
#pragma once

#include <array>
#include <string_view>

namespace fracbit::training {

inline constexpr std::array<std::string_view, 3> augmentation_names{"none", "crop_flip", "resized_crop_flip"};
inline constexpr std::array<std::string_view, 3> estimator_names{"flexor", "straight_through", "analog"};
inline constexpr std::array<std::string_view, 3> pruning_names{"none", "magnitude", "low_rank"};

} // namespace fracbit::training
