// The design that the controls change: values by the paths of the key lists, what is wrong with them and where, and the
// way to a file and back.
#pragma once

#include "gui/designs/design.hpp"
#include "gui/whatif/network_book.hpp"
#include "models/config/key_rule.hpp"

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include <optional>
#include <string>
#include <vector>

namespace fracbit::gui {

/// Something that is not allowed, and the parameter to change; no path: none in particular.
struct PlacedProblem {
    std::string path;
    QString text;
};

class PresentDesign {
public:
    /// ResNet-18 in FleXOR format on the default machine. `book` must outlive this object.
    explicit PresentDesign(NetworkBook& book);

    [[nodiscard]] const Design& design() const { return design_; }
    [[nodiscard]] std::optional<models::KeyValue> value(const std::string& path) const;
    /// Of a number, a truth (0 or 1), or what the key would be that says the same in another unit; 0 if it is not set.
    [[nodiscard]] double number(const std::string& path) const;
    [[nodiscard]] QString text(const std::string& path) const; ///< of a choice or a name

    /// Any value of the key's type, allowed or not: `problems` says so. Networks must be in the book.
    void set(const std::string& path, const models::KeyValue& value);
    void set_number(const std::string& path, double value);
    void set_text(const std::string& path, const QString& text);

    void open(Design design);
    void open_architecture(const models::Architecture& architecture);
    /// What is wrong with machine and encoding as such; whether the network fits is seen when it runs.
    [[nodiscard]] std::vector<PlacedProblem> problems() const;

    /// All keys of a design space, as texts, and the networks with their runs.
    [[nodiscard]] QJsonObject state() const;
    /// What is not known or not allowed is left as it was. Networks and technology that are no longer there, as
    /// phrases.
    QStringList restore(const QJsonObject& state);

private:
    [[nodiscard]] QJsonArray networks_state() const;
    [[nodiscard]] QStringList restore_networks(const QJsonObject& state);
    [[nodiscard]] QStringList restore_technology(const QJsonObject& state);

    NetworkBook& book_;
    Design design_;
};

} // namespace fracbit::gui
