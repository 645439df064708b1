#include "gui/designs/design_list.hpp"

#include <algorithm>

namespace fracbit::gui {

QString DesignList::free_name(const QString& wanted) const {
    const auto taken = [this](const QString& name) {
        return std::any_of(designs_.begin(), designs_.end(),
                           [&name](const Design& design) { return design.name == name; });
    };
    QString name = wanted;
    for (int number = 2; taken(name); ++number) name = QStringLiteral("%1 (%2)").arg(wanted, QString::number(number));
    return name;
}

bool DesignList::add(Design design) {
    const bool known = design.stored && std::any_of(designs_.begin(), designs_.end(), [&design](const Design& other) {
                           return other.stored == design.stored;
                       });
    if (known || designs_.size() >= most) return false;
    design.name = free_name(design.name);
    designs_.push_back(std::move(design));
    Q_EMIT changed();
    return true;
}

QStringList DesignList::stores() const {
    QStringList paths;
    for (const Design& design : designs_)
        if (design.stored && !paths.contains(design.stored->store)) paths << design.stored->store;
    return paths;
}

void DesignList::remove(int index) {
    if (index < 0 || index >= static_cast<int>(designs_.size())) return;
    designs_.erase(designs_.begin() + index);
    Q_EMIT changed();
}

void DesignList::clear() {
    if (designs_.empty()) return;
    designs_.clear();
    Q_EMIT changed();
}

} // namespace fracbit::gui
