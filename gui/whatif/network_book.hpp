// The networks that can be chosen: those of examples/networks, and files that were opened.
#pragma once

#include "models/network/network.hpp"

#include <QString>
#include <QStringList>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace fracbit::gui {

/// Name and text of the shipped ones; written by CMake.
const std::vector<std::pair<std::string, std::string>>& shipped_network_texts();

class NetworkBook {
public:
    NetworkBook();
    [[nodiscard]] QStringList names() const; ///< shipped ones first
    /// Null if there is none of this name. Shipped ones are read when they are asked for.
    [[nodiscard]] const models::Network* find(const QString& name);
    /// A file; its name in the book, which tells it from others. Throws what reading it throws.
    QString open(const QString& path);
    /// Files that were opened, and not forgotten.
    [[nodiscard]] QStringList files() const;

private:
    struct Entry {
        QString name, path; ///< no path: shipped
    };
    std::vector<Entry> entries_;
    std::map<QString, models::Network> read_;
};

} // namespace fracbit::gui
