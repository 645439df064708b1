// Filters as they are kept between sessions.
#pragma once

#include "gui/points/point_filter.hpp"

#include <QJsonObject>

namespace fracbit::gui {

[[nodiscard]] QJsonObject to_json(const PointFilter& filter);
/// What cannot be read is left out.
[[nodiscard]] PointFilter filter_from_json(const QJsonObject& json);

} // namespace fracbit::gui
