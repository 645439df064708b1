// The designs that were pinned, on whatever page, to be compared and simulated.
#pragma once

#include "gui/designs/design.hpp"

#include <QObject>

namespace fracbit::gui {

class DesignList : public QObject {
    Q_OBJECT

public:
    static constexpr int most = 8; ///< more do not fit beside each other

    using QObject::QObject;
    [[nodiscard]] const std::vector<Design>& designs() const { return designs_; }
    /// At the end, under its name, or with the first number behind it ("name (2)") that no design has yet. False, and
    /// nothing changes, if the list is full or holds this point of this store already.
    bool add(Design design);
    /// Those that designs are points of, each once.
    [[nodiscard]] QStringList stores() const;
    void remove(int index);
    void clear();

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] QString free_name(const QString& wanted) const;
    std::vector<Design> designs_;
};

} // namespace fracbit::gui
