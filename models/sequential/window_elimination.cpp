#include "models/sequential/window_elimination.hpp"

namespace fracbit::models {

void WindowElimination::advance() {
    equations_ = moved(equations_);
    for (int column = columns_ - 1; column >= n_in_; --column)
        rows_[static_cast<std::size_t>(column)] = rows_[static_cast<std::size_t>(column - n_in_)] << n_in_;
}

} // namespace fracbit::models
