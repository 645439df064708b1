#include "gui/runs/run_commands.hpp"

#include "gui/support/text.hpp"
#include "models/core/error.hpp"
#include "models/cost/technology_writer.hpp"
#include "models/files/atomic_file.hpp"
#include "models/network/network_text.hpp"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStandardPaths>

#include <algorithm>

namespace fracbit::gui {
namespace {

void write(const QString& path, const std::string& text) {
    models::AtomicFile file(to_std(path));
    file.write(text);
    file.commit();
}

QStringList weight_arguments(const explorer::DesignPoint& point) {
    const models::SyntheticSpec& spec = point.weights;
    QStringList arguments{QStringLiteral("--format"),  QLatin1String(to_string(spec.format)),
                          QStringLiteral("--storage"), QLatin1String(to_string(spec.order)),
                          QStringLiteral("--q"),       QString::number(spec.q),
                          QStringLiteral("--seed"),    QString::number(spec.seed)};
    const bool pruned = spec.format == models::WeightFormat::sparse;
    if (pruned || spec.format == models::WeightFormat::csr)
        arguments << QStringLiteral("--sparsity") << QString::number(spec.pruned.sparsity, 'g', 17);
    if (pruned)
        arguments << QStringLiteral("--mask") << QLatin1String(to_string(spec.pruned.mask))
                  << QStringLiteral("--registers") << QString::number(spec.pruned.registers);
    if (pruned || spec.format == models::WeightFormat::flexor || spec.format == models::WeightFormat::shift_xor)
        arguments << QStringLiteral("--n-in") << QString::number(pruned ? point.n_in : spec.xor_spec.n_in)
                  << QStringLiteral("--n-out") << QString::number(spec.xor_spec.n_out) << QStringLiteral("--taps")
                  << QString::number(spec.xor_spec.taps) << QStringLiteral("--xor-seed")
                  << QString::number(spec.xor_spec.seed);
    return arguments;
}

/// The name of a shipped one; any other becomes a file.
QString technology_argument(const models::Technology& technology, const QString& folder) {
    const auto& shipped = models::shipped_technologies();
    const bool known = std::find(shipped.begin(), shipped.end(), technology.name) != shipped.end();
    if (known && models::shipped_technology(technology.name) == technology) return to_qt(technology.name);
    const QString path = folder + QStringLiteral("/technology.toml");
    write(path, models::to_toml(technology));
    return path;
}

} // namespace

RunCommand explore_command(const ExploreRequest& request) {
    if (request.space.isEmpty()) throw ConfigError("no design space is chosen: name its file (.toml)");
    if (request.store.isEmpty()) throw ConfigError("no result store is named: say where results go (.sqlite)");
    RunCommand command;
    command.title =
        QObject::tr("explore %1 into %2").arg(QFileInfo(request.space).fileName(), QFileInfo(request.store).fileName());
    command.store = request.store;
    command.arguments << QStringLiteral("explore") << request.space << QStringLiteral("--out") << request.store
                      << QStringLiteral("--search") << request.search << QStringLiteral("--seed")
                      << QString::number(request.seed) << QStringLiteral("--sample") << QString::number(request.sample)
                      << QStringLiteral("--threads") << QString::number(request.threads);
    if (request.search == QLatin1String("exhaustive")) return command;
    if (request.evaluations < 1)
        throw ConfigError("a " + to_std(request.search) + " search needs a number of evaluations of at least 1");
    command.arguments << QStringLiteral("--evaluations") << QString::number(request.evaluations);
    if (request.search == QLatin1String("nsga2"))
        command.arguments << QStringLiteral("--population") << QString::number(request.population);
    return command;
}

std::optional<ExploreRequest> explore_request(const RunCommand& command) {
    const QStringList& words = command.arguments;
    if (words.size() < 2 || words.front() != QLatin1String("explore")) return std::nullopt;
    ExploreRequest request;
    request.space = words[1];
    for (qsizetype i = 2; i + 1 < words.size(); i += 2) {
        const QString &option = words[i], &value = words[i + 1];
        if (option == QLatin1String("--out")) request.store = value;
        if (option == QLatin1String("--search")) request.search = value;
        if (option == QLatin1String("--evaluations")) request.evaluations = value.toLongLong();
        if (option == QLatin1String("--population")) request.population = value.toLongLong();
        if (option == QLatin1String("--seed")) request.seed = value.toLongLong();
        if (option == QLatin1String("--sample")) request.sample = value.toLongLong();
        if (option == QLatin1String("--threads")) request.threads = value.toInt();
    }
    return request;
}

RunCommand simulate_command(const Design& design, const QString& network, const QString& folder) {
    const auto use = std::find_if(design.networks.begin(), design.networks.end(),
                                  [&](const explorer::NetworkUse& one) { return one.name == to_std(network); });
    if (use == design.networks.end())
        throw ConfigError(to_std(design.name) + " does not run the network " + to_std(network));
    RunCommand command;
    command.title = QObject::tr("simulate %1 on %2").arg(network, design.name);
    command.trace = folder + QStringLiteral("/run.events.csv");
    command.arguments << QStringLiteral("simulate");
    if (design.stored) {
        command.arguments << QStringLiteral("--from") << design.stored->store << QStringLiteral("--point")
                          << QString::number(design.stored->id) << QStringLiteral("--space-hash")
                          << to_qt(design.stored->space_hash) << QStringLiteral("--network") << network;
    } else {
        const QString architecture = folder + QStringLiteral("/architecture.toml");
        const QString shapes = folder + QLatin1Char('/') + network + QStringLiteral(".csv");
        write(architecture, models::to_toml(design.point.architecture));
        write(shapes, models::to_csv(use->network));
        command.arguments << QStringLiteral("--network") << shapes << QStringLiteral("--arch") << architecture
                          << QStringLiteral("--technology") << technology_argument(design.technology, folder);
        command.arguments << weight_arguments(design.point);
    }
    command.arguments << QStringLiteral("--trace") << QStringLiteral("events=") + command.trace
                      << QStringLiteral("--json") << folder + QStringLiteral("/run.json");
    return command;
}

QString fracbit_program() {
    const QString beside = QCoreApplication::applicationDirPath() + QStringLiteral("/fracbit");
    if (QFileInfo(beside).isExecutable()) return beside;
    return QStandardPaths::findExecutable(QStringLiteral("fracbit"));
}

QString shell_text(const QStringList& arguments) {
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_./=,:+-]+$"));
    QStringList words;
    for (QString word : arguments) {
        if (!plain.match(word).hasMatch())
            word = QLatin1Char('\'') + word.replace(QLatin1String("'"), QLatin1String("'\\''")) + QLatin1Char('\'');
        words << word;
    }
    return words.join(QLatin1Char(' '));
}

} // namespace fracbit::gui
