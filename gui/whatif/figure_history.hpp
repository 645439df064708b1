// The figures that are shown, and the earlier ones that they are held against.
#pragma once

#include "gui/whatif/key_figures.hpp"

namespace fracbit::gui {

class FigureHistory {
public:
    /// Another design was opened: the first complete figures that no newer ones follow are its start.
    void begin_anew() { starting_ = true; }
    /// With area and energy, of a design that is no longer the one that is shown.
    void take_late(const Figures& figures) { complete_ = figures; }
    /// `last`: none are being worked out now.
    void take(const Figures& figures, bool last) {
        shown_ = figures;
        if (!figures->machine) return;
        complete_ = figures;
        if (!starting_ || !last) return;
        start_ = figures;
        starting_ = false;
    }

    /// All are null before the first.
    [[nodiscard]] const Figures& shown() const { return shown_; }
    [[nodiscard]] const Figures& complete() const { return complete_; } ///< the last with area and energy
    [[nodiscard]] const Figures& start() const { return start_; }       ///< those of what was opened

private:
    Figures shown_, complete_, start_;
    bool starting_ = true;
};

} // namespace fracbit::gui
