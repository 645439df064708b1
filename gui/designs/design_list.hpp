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
    /// `wanted`, or with the first number behind it ("wanted (2)") that no design has yet.
    [[nodiscard]] QString free_name(const QString& wanted) const;
    /// Under its name if no other design has it, else under the free one. False, and nothing changes, if the list is
    /// full or holds this point of this store already.
    bool add(Design design);
    void remove(int index);
    void clear();

Q_SIGNALS:
    void changed();

private:
    std::vector<Design> designs_;
};

} // namespace fracbit::gui
