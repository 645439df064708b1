#include "gui/whatif/network_book.hpp"

#include "gui/support/text.hpp"
#include "models/network/network_csv.hpp"

#include <algorithm>

#include <QFileInfo>

namespace fracbit::gui {

NetworkBook::NetworkBook() {
    for (const auto& [name, text] : shipped_network_texts()) entries_.push_back({to_qt(name), {}});
}

QStringList NetworkBook::names() const {
    QStringList names;
    for (const Entry& entry : entries_) names += entry.name;
    return names;
}

const models::Network* NetworkBook::find(const QString& name) {
    if (const auto known = read_.find(name); known != read_.end()) return &known->second;
    for (const auto& [shipped, text] : shipped_network_texts())
        if (to_qt(shipped) == name) return &(read_[name] = models::parse_network(text, shipped + ".csv"));
    return nullptr;
}

QString NetworkBook::open(const QString& path) {
    models::Network network = models::read_network(to_std(path));
    const QString absolute = QFileInfo(path).absoluteFilePath();
    const auto same =
        std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.path == absolute; });
    if (same != entries_.end()) {
        read_[same->name] = std::move(network);
        return same->name;
    }
    const QString plain = to_qt(network.name);
    QString name = plain;
    for (int number = 2; names().contains(name); ++number)
        name = QStringLiteral("%1 (%2)").arg(plain, QString::number(number));
    entries_.push_back({name, absolute});
    read_[name] = std::move(network);
    return name;
}

QStringList NetworkBook::files() const {
    QStringList files;
    for (const Entry& entry : entries_)
        if (!entry.path.isEmpty()) files += entry.path;
    return files;
}

} // namespace fracbit::gui
