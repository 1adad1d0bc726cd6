// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/exportdialog.h"

#include "ui/exportcolumns.h"
#include "ui/icons.h"
#include "ui/plaintext.h"
#include "ui/style.h"
#include "ui/switchbuttons.h"
#include "ui/theme.h"
#include "ui/words.h"

#include <QActionGroup>
#include <QButtonGroup>
#include <QCheckBox>
#include <QDir>
#include <QFileDialog>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QRadioButton>
#include <QStandardPaths>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

/// Name in fixed pitch, and beside it the value of the current event.
class ColumnDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
        const override
    {
        painter->save();
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        painter->fillRect(option.rect, color(selected ? Ink::Selection : Ink::Base));
        paintIcon(
            *painter, QRect(option.rect.x() + u(4), option.rect.y(), u(16), option.rect.height()),
            u"grip"_s, selected ? Ink::Text2 : Ink::Text3);
        QStyleOptionButton box;
        box.rect = QRect(
            option.rect.x() + boxLeft(), option.rect.y() + (option.rect.height() - u(14)) / 2,
            u(14), u(14));
        box.state = QStyle::State_Enabled;
        box.state |= index.data(Qt::CheckStateRole).toInt() == Qt::Checked ? QStyle::State_On
                                                                           : QStyle::State_Off;
        option.widget->style()->drawPrimitive(
            QStyle::PE_IndicatorItemViewItemCheck, &box, painter, option.widget);
        painter->setFont(Theme::instance().monospaceFont());
        painter->setPen(color(Ink::Text));
        const QRect name = option.rect.adjusted(u(50), 0, 0, 0);
        painter->drawText(name, Qt::AlignVCenter, index.data().toString());
        painter->setFont(Theme::instance().secondaryFont());
        painter->setPen(color(Ink::Text2));
        const QRect value = option.rect.adjusted(u(200), 0, -u(8), 0);
        painter->drawText(
            value, Qt::AlignVCenter | Qt::TextSingleLine,
            QFontMetrics(painter->font())
                .elidedText(
                    index.data(ExportColumns::SampleRole).toString(), Qt::ElideRight,
                    value.width()));
        if (option.state.testFlag(QStyle::State_HasFocus)) {
            painter->setPen(color(Ink::Accent));
            painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
        }
        painter->restore();
    }

    bool editorEvent(
        QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
        const QModelIndex &index) override
    {
        bool toggles = false;
        if (event->type() == QEvent::KeyPress) {
            toggles = static_cast<QKeyEvent *>(event)->key() == Qt::Key_Space;
        } else if (event->type() == QEvent::MouseButtonRelease) {
            const int x = static_cast<QMouseEvent *>(event)->position().toPoint().x()
                - option.rect.x();
            toggles = x >= boxLeft() - u(5) && x < boxLeft() + u(19);
        }
        if (!toggles)
            return false;
        const bool ticked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
        return model->setData(index, ticked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
    }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {u(300), u(24)};
    }

private:
    static int boxLeft() { return u(28); }
};

class Group final : public QWidget
{
protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(color(Ink::Line));
        painter.setBrush(color(Ink::Base));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), u(4), u(4));
    }
};

QLabel *caption(const QString &text)
{
    QLabel *label = plainLabel(text);
    label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    label->setFixedHeight(u(28));
    setTextInk(label, Ink::Text2);
    return label;
}

} // namespace

ExportDialog::ExportDialog(
    const Counts &counts, const Sample &sample, const QString &suggestedName, QWidget *parent)
    : QDialog(parent)
    , m_counts(counts)
    , m_suggested(suggestedName)
    , m_columns(new ExportColumns(this))
    , m_rows(new QButtonGroup(this))
{
    setWindowTitle(tr("Export events"));
    m_columns->setSample(sample.table, sample.row, sample.streams);
    auto *grid = new QGridLayout;
    grid->setContentsMargins(u(16), u(16), u(20), u(12));
    grid->setHorizontalSpacing(u(12));
    grid->setVerticalSpacing(u(12));
    grid->addWidget(caption(tr("Events")), 0, 0, Qt::AlignTop);
    grid->addWidget(buildEvents(), 0, 1);
    grid->addWidget(buildFormat(), 0, 2, Qt::AlignTop);
    m_csvPart = new QWidget;
    auto *csvGrid = new QGridLayout(m_csvPart);
    csvGrid->setContentsMargins(0, 0, 0, 0);
    csvGrid->setHorizontalSpacing(u(12));
    csvGrid->setVerticalSpacing(u(12));
    QLabel *columns = caption(tr("Columns"));
    QLabel *safety = caption(tr("Safety"));
    const int captionWidth = qMax(u(72), columns->sizeHint().width());
    grid->setColumnMinimumWidth(0, captionWidth);
    csvGrid->setColumnMinimumWidth(0, captionWidth);
    csvGrid->addWidget(columns, 0, 0, Qt::AlignTop);
    csvGrid->addWidget(buildColumns(), 0, 1);
    csvGrid->addWidget(safety, 1, 0, Qt::AlignTop);
    csvGrid->addWidget(buildSafety(), 1, 1);
    csvGrid->setColumnStretch(1, 1);
    grid->addWidget(m_csvPart, 1, 0, 1, 3);
    m_note = plainLabel(
        tr("JSON Lines holds each event byte for byte as Box sent it, one per line. There are no "
           "columns to choose."));
    m_note->setWordWrap(true);
    grid->addWidget(m_note, 2, 1, 1, 2);
    grid->setRowStretch(1, 1);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(2, 1);

    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    outer->addLayout(grid, 1);
    outer->addWidget(buildFoot());

    connect(m_rows, &QButtonGroup::idClicked, this, &ExportDialog::refresh);
    connect(m_columns, &ExportColumns::changed, this, &ExportDialog::refresh);
    // Only now: a button that is not in the dialog yet cannot be its default.
    m_export->setDefault(true);
    refresh();
    resize(u(816), u(600));
}

QWidget *ExportDialog::buildEvents()
{
    auto *group = new Group;
    auto *layout = new QGridLayout(group);
    layout->setContentsMargins(u(12), u(6), u(12), u(6));
    layout->setVerticalSpacing(u(6));
    const auto add = [&](Rows rows, const QString &words, qint64 count) {
        auto *button = new QRadioButton(words);
        button->setEnabled(count > 0);
        const int line = layout->rowCount();
        layout->addWidget(button, line, 0);
        QLabel *number = plainLabel(grouped(count));
        number->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        layout->addWidget(number, line, 1);
        m_rows->addButton(button, static_cast<int>(rows));
    };
    add(Rows::Shown, tr("Shown, in the order of the table"), m_counts.shown);
    add(Rows::All, tr("All captured"), m_counts.all);
    add(Rows::Selected, tr("Selected"), m_counts.selected);
    layout->setColumnStretch(0, 1);
    const Rows first = m_counts.selected > 1 ? Rows::Selected
        : m_counts.shown > 0                 ? Rows::Shown
                                             : Rows::All;
    m_rows->button(static_cast<int>(first))->setChecked(true);
    return group;
}

QWidget *ExportDialog::buildFormat()
{
    auto *part = new QWidget;
    auto *layout = new QGridLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setVerticalSpacing(u(8));
    layout->setHorizontalSpacing(u(8));
    auto *formats = new QActionGroup(this);
    m_csv = formats->addAction(tr("CSV"));
    m_json = formats->addAction(tr("JSON Lines"));
    for (QAction *action : {m_csv, m_json})
        action->setCheckable(true);
    m_csv->setChecked(true);
    connect(formats, &QActionGroup::triggered, this, &ExportDialog::refresh);
    layout->addWidget(plainLabel(tr("Format")), 0, 0);
    layout->addWidget(new SwitchButtons({m_csv, m_json}), 0, 1, Qt::AlignLeft);
    m_byteOrderMark = new QCheckBox(tr("Byte order mark, for Excel"));
    setPlainTip(
        m_byteOrderMark, tr("Excel takes a file for UTF-8 only if it begins with this mark"));
    m_byteOrderMark->setChecked(false);
    layout->addWidget(plainLabel(tr("Text")), 1, 0);
    layout->addWidget(m_byteOrderMark, 1, 1);
    QLabel *form = plainLabel(tr("UTF-8, separated by commas, lines end with CRLF (RFC 4180)."));
    form->setFont(Theme::instance().secondaryFont());
    form->setWordWrap(true);
    setTextInk(form, Ink::Text2);
    layout->addWidget(form, 2, 1);
    layout->setColumnStretch(1, 1);
    return part;
}

QWidget *ExportDialog::buildColumns()
{
    auto *part = new QWidget;
    auto *layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(u(8));
    auto *row = new QHBoxLayout;
    row->setSpacing(u(8));
    const auto add = [&](const QString &words, auto clicked) {
        auto *button = new QPushButton(words);
        connect(button, &QPushButton::clicked, this, clicked);
        row->addWidget(button);
    };
    add(tr("Standard columns"), [this] { m_columns->reset(); });
    add(tr("All"), [this] { m_columns->setAll(true); });
    add(tr("None"), [this] { m_columns->setAll(false); });
    m_columnCount = plainLabel();
    m_columnCount->setFont(Theme::instance().secondaryFont());
    setTextInk(m_columnCount, Ink::Text2);
    row->addStretch();
    row->addWidget(m_columnCount);
    layout->addLayout(row);
    m_list = new QListView;
    m_list->setModel(m_columns);
    m_list->setItemDelegate(new ColumnDelegate(m_list));
    m_list->setAccessibleName(tr("Columns"));
    m_list->setDragDropMode(QAbstractItemView::InternalMove);
    m_list->setDefaultDropAction(Qt::MoveAction);
    m_list->setDragDropOverwriteMode(false);
    m_list->setUniformItemSizes(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setMinimumHeight(u(168));
    layout->addWidget(m_list, 1);
    return part;
}

QWidget *ExportDialog::buildSafety()
{
    auto *part = new QWidget;
    auto *layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, u(5), 0, 0);
    layout->setSpacing(u(2));
    m_guard = new QCheckBox(tr("Guard against spreadsheet formulas"));
    m_guard->setChecked(true);
    layout->addWidget(m_guard);
    QLabel *why = plainLabel(tr(
        "A cell that starts with = + - @ gets an apostrophe in front, or a spreadsheet would run "
        "it. Switch this off only for programs that need the exact text."));
    why->setFont(Theme::instance().secondaryFont());
    why->setWordWrap(true);
    why->setIndent(u(22));
    setTextInk(why, Ink::Text2);
    layout->addWidget(why);
    return part;
}

QWidget *ExportDialog::buildFoot()
{
    auto *foot = new QFrame;
    auto *layout = new QVBoxLayout(foot);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *line = new QFrame;
    line->setFixedHeight(1);
    line->setAutoFillBackground(true);
    line->setBackgroundRole(QPalette::Mid);
    layout->addWidget(line);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(u(16), u(12), u(16), u(12));
    row->setSpacing(u(8));
    m_summary = plainLabel();
    setTextInk(m_summary, Ink::Text2);
    row->addWidget(m_summary, 1);
    auto *cancel = new QPushButton(tr("Cancel"));
    cancel->setMinimumWidth(u(88));
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    m_export = new QPushButton(tr("Export…"));
    m_export->setMinimumWidth(u(88));
    setPrimary(m_export);
    connect(m_export, &QPushButton::clicked, this, &ExportDialog::chooseFile);
    row->addWidget(cancel);
    row->addWidget(m_export);
    layout->addLayout(row);
    return foot;
}

void ExportDialog::refresh()
{
    const bool csv = m_csv->isChecked();
    const auto chosen = m_columns->chosen().size();
    m_csvPart->setVisible(csv);
    m_byteOrderMark->setEnabled(csv);
    m_note->setVisible(!csv);
    m_columnCount->setText(tr("%1 of %2, drag to order; values of the current event")
                               .arg(chosen)
                               .arg(m_columns->count()));
    m_summary->setText(tr("%1 rows. Capture goes on meanwhile.").arg(grouped(rowCount())));
    m_export->setEnabled(rowCount() > 0 && (!csv || chosen > 0));
}

ExportDialog::Rows ExportDialog::rows() const
{
    return static_cast<Rows>(m_rows->checkedId());
}

qint64 ExportDialog::rowCount() const
{
    switch (rows()) {
    case Rows::Shown:
        return m_counts.shown;
    case Rows::All:
        return m_counts.all;
    case Rows::Selected:
        return m_counts.selected;
    }
    return 0;
}

ExportOptions ExportDialog::options() const
{
    ExportOptions options;
    options.format = m_csv->isChecked() ? ExportFormat::Csv : ExportFormat::JsonLines;
    options.output = m_file;
    if (m_csv->isChecked())
        options.columns = m_columns->chosen();
    options.guardFormulas = m_guard->isChecked();
    options.byteOrderMark = m_byteOrderMark->isChecked();
    return options;
}

void ExportDialog::chooseFile()
{
    const bool csv = m_csv->isChecked();
    const QString suffix = csv ? u"csv"_s : u"jsonl"_s;
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    auto *files = new QFileDialog(
        this, tr("Export to"), folder,
        csv ? tr("CSV files (*.csv)") : tr("JSON Lines files (*.jsonl)"));
    files->setAttribute(Qt::WA_DeleteOnClose);
    files->setAcceptMode(QFileDialog::AcceptSave);
    files->setDefaultSuffix(suffix);
    files->selectFile(QDir(folder).filePath(m_suggested + u'.' + suffix));
    connect(files, &QFileDialog::fileSelected, this, &ExportDialog::acceptFile);
    files->open();
}

void ExportDialog::acceptFile(const QString &file)
{
    m_file = file;
    accept();
}

} // namespace boxwatch
